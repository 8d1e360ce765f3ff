/** Form fields: a label, the input, a hint, and the error where it belongs. */

import { cx } from 'lib/cx'
import {
  type InputHTMLAttributes,
  type ReactElement,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
  useState,
} from 'react'
import { Icon } from './Icon'

interface Frame {
  label: string
  hint?: ReactNode
  error?: string
  /** The label is read out but not shown. */
  labelHidden?: boolean
  className?: string
}

interface Wiring {
  id: string
  'aria-invalid': boolean | undefined
  'aria-describedby': string | undefined
}

function Framed({
  label,
  hint,
  error,
  labelHidden,
  className,
  children,
}: Frame & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId()
  const noteId = `${id}-note`
  const note = error ?? hint
  return (
    <div className={cx('min-w-0', className)}>
      <label htmlFor={id} className={labelHidden ? 'sr-only' : 'mb-1 block text-sm font-medium text-soft'}>
        {label}
      </label>
      {children({ id, 'aria-invalid': error ? true : undefined, 'aria-describedby': note ? noteId : undefined })}
      {note && (
        <p
          id={noteId}
          className={cx('mt-1 text-xs', error ? 'text-bad' : 'text-muted')}
          role={error ? 'alert' : undefined}
        >
          {note}
        </p>
      )}
    </div>
  )
}

export function TextField({
  label,
  hint,
  error,
  labelHidden,
  className,
  ...input
}: Frame & InputHTMLAttributes<HTMLInputElement>): ReactElement {
  return (
    <Framed {...{ label, hint, error, labelHidden, className }}>
      {(wiring) => <input {...input} {...wiring} className="input" />}
    </Framed>
  )
}

export function TextArea({
  label,
  hint,
  error,
  labelHidden,
  className,
  ...input
}: Frame & TextareaHTMLAttributes<HTMLTextAreaElement>): ReactElement {
  return (
    <Framed {...{ label, hint, error, labelHidden, className }}>
      {(wiring) => <textarea rows={3} {...input} {...wiring} className="input" />}
    </Framed>
  )
}

interface Option {
  value: string
  label: string
}

export function SelectField({
  label,
  hint,
  error,
  labelHidden,
  className,
  options,
  ...input
}: Frame & { options: readonly Option[] } & SelectHTMLAttributes<HTMLSelectElement>): ReactElement {
  return (
    <Framed {...{ label, hint, error, labelHidden, className }}>
      {(wiring) => (
        <select {...input} {...wiring} className="input">
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Framed>
  )
}

interface CheckProps {
  label: ReactNode
  hint?: string
  error?: string
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
}

/** A checkbox with its sentence. */
export function Check({ label, hint, error, checked, onChange, disabled }: CheckProps): ReactElement {
  const id = useId()
  return (
    <div className="flex items-start gap-2.5">
      <input
        id={id}
        type="checkbox"
        className="mt-[0.2rem] size-4 shrink-0 accent-accent"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
        aria-describedby={hint || error ? `${id}-hint` : undefined}
      />
      <div>
        <label htmlFor={id} className="text-base">
          {label}
        </label>
        {(error ?? hint) && (
          <p
            id={`${id}-hint`}
            className={cx('text-xs', error ? 'text-bad' : 'text-muted')}
            role={error ? 'alert' : undefined}
          >
            {error ?? hint}
          </p>
        )}
      </div>
    </div>
  )
}

interface SegmentedProps<T extends string> {
  label: string
  options: readonly { value: T; label: string }[]
  value: T
  onChange: (value: T) => void
}

/** A few choices of which one holds, side by side. */
export function Segmented<T extends string>({ label, options, value, onChange }: SegmentedProps<T>): ReactElement {
  const name = useId()
  return (
    <fieldset className="inline-flex max-w-full flex-wrap rounded-md bg-sunken p-0.5 ring-1 ring-line">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={cx(
            'relative rounded-[6px] px-2.5 py-1 text-sm font-medium transition-colors has-focus-visible:outline-2 has-focus-visible:outline-accent',
            option.value === value ? 'bg-surface text-ink shadow-low ring-1 ring-line' : 'text-muted hover:text-ink',
          )}
        >
          <input
            type="radio"
            className="sr-only"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}

interface TagsProps extends Frame {
  values: readonly string[]
  onChange: (values: string[]) => void
  placeholder?: string
}

/** A list of words: Enter or a comma adds one, Backspace in the empty field takes the last away. */
export function TagField({
  label,
  hint,
  error,
  labelHidden,
  className,
  values,
  onChange,
  placeholder,
}: TagsProps): ReactElement {
  const [draft, setDraft] = useState('')
  const add = (text: string) => {
    const added = text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part && !values.includes(part))
    if (added.length > 0) onChange([...values, ...new Set(added)])
    setDraft('')
  }
  return (
    <Framed {...{ label, hint, error, labelHidden, className }}>
      {(wiring) => (
        <div className="input flex flex-wrap items-center gap-1.5 focus-within:border-accent">
          {values.map((value) => (
            <span key={value} className="chip bg-accent-soft text-accent">
              {value}
              <button
                type="button"
                className="-mr-1 rounded-full p-0.5 hover:bg-surface"
                aria-label={`Remove ${value}`}
                onClick={() => onChange(values.filter((other) => other !== value))}
              >
                <Icon name="x" className="size-3" />
              </button>
            </span>
          ))}
          <input
            {...wiring}
            className="min-w-28 flex-1 bg-transparent py-0.5 outline-none"
            value={draft}
            placeholder={values.length === 0 ? placeholder : undefined}
            onChange={(event) =>
              event.target.value.endsWith(',') ? add(event.target.value) : setDraft(event.target.value)
            }
            onBlur={() => add(draft)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && draft.trim()) {
                event.preventDefault()
                add(draft)
              }
              if (event.key === 'Backspace' && draft === '' && values.length > 0) onChange(values.slice(0, -1))
            }}
          />
        </div>
      )}
    </Framed>
  )
}
