/** The field for one answer, in the manner the employer's form asks it. */
import { type ReactElement, useId } from 'react'
import type { FieldAnswer } from 'types/api'
import { Check, SelectField, TextArea, TextField } from 'ui/Field'

/** Several choices are one text, a choice per line. */
export const CHOICE_SEPARATOR = '\n'
/** What a box holds that is ticked, and one that is not. */
export const TICKED = 'yes'
export const UNTICKED = 'no'

/** A longer answer gets a field of several lines. */
const LONG_ANSWER = 90
/** What a line of that field holds on a wide screen. */
const CHARACTERS_PER_LINE = 60
const INPUT_TYPES: Record<string, string> = {
  email: 'email',
  tel: 'tel',
  url: 'url',
  number: 'number',
  date: 'date',
  password: 'password',
}

interface Props {
  answer: FieldAnswer
  value: string
  error?: string
  onChange: (value: string) => void
}

/** Enough lines to read the answer without scrolling, up to a screen's half. */
const rowsFor = (value: string): number => {
  const lines = value.split('\n').reduce((sum, line) => sum + 1 + Math.floor(line.length / CHARACTERS_PER_LINE), 0)
  return Math.min(Math.max(lines, 3), 12)
}

const choicesOf = (value: string): string[] => value.split(CHOICE_SEPARATOR).filter(Boolean)

const takesSeveral = ({ kind }: FieldAnswer, value: string): boolean =>
  kind === 'multi_select' || kind === 'checkbox_group' || (kind === 'combobox' && value.includes(CHOICE_SEPARATOR))

/** The answer as a person reads it. */
export function readable({ kind }: Pick<FieldAnswer, 'kind'>, value: string): string {
  if (kind === 'checkbox' && value) return value === TICKED ? 'Ticked' : 'Not ticked'
  const isLines = kind === 'multi_select' || kind === 'checkbox_group' || kind === 'combobox'
  return isLines ? choicesOf(value).join(', ') : value
}

export function AnswerInput({ answer, value, error, onChange }: Props): ReactElement {
  const { kind, options, meaning, required } = answer
  const label = required ? `${answer.label} *` : answer.label
  const shared = { label, error }
  if (kind === 'checkbox') {
    return (
      <Check
        label={label}
        error={error}
        checked={value === TICKED}
        onChange={(ticked) => onChange(ticked ? TICKED : UNTICKED)}
      />
    )
  }
  if (options.length > 0 && takesSeveral(answer, value))
    return <Choices {...shared} options={options} value={value} onChange={onChange} />
  if (kind === 'typeahead') return <Suggested {...shared} options={options} value={value} onChange={onChange} />
  if (options.length > 0) {
    const choices = [{ value: '', label: 'Choose…' }, ...options.map((option) => ({ value: option, label: option }))]
    return (
      <SelectField {...shared} options={choices} value={value} onChange={(event) => onChange(event.target.value)} />
    )
  }
  if (kind === 'textarea' || meaning === 'essay' || value.length > LONG_ANSWER) {
    return (
      <TextArea {...shared} rows={rowsFor(value)} value={value} onChange={(event) => onChange(event.target.value)} />
    )
  }
  return (
    <TextField
      {...shared}
      type={INPUT_TYPES[kind] ?? 'text'}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

interface ChoiceProps extends Omit<Props, 'answer'> {
  label: string
  options: readonly string[]
}

/** Any number of the offered choices, kept in the form's own order. */
function Choices({ label, error, options, value, onChange }: ChoiceProps): ReactElement {
  const chosen = choicesOf(value)
  const toggle = (option: string, on: boolean) =>
    onChange(options.filter((other) => (other === option ? on : chosen.includes(other))).join(CHOICE_SEPARATOR))
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-medium text-soft">{label}</legend>
      <div className="grid gap-1.5 sm:grid-cols-2">
        {options.map((option) => (
          <Check key={option} label={option} checked={chosen.includes(option)} onChange={(on) => toggle(option, on)} />
        ))}
      </div>
      {error && (
        <p role="alert" className="mt-1 text-xs text-bad">
          {error}
        </p>
      )}
    </fieldset>
  )
}

/** Free text with what the form suggested. */
function Suggested({ label, error, options, value, onChange }: ChoiceProps): ReactElement {
  const listId = useId()
  return (
    <>
      <TextField
        label={label}
        error={error}
        list={listId}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={listId}>
        {options.map((option) => (
          <option key={option} value={option} />
        ))}
      </datalist>
    </>
  )
}
