/** Buttons. A disabled one says why: in its tooltip and to screen readers. */

import { cx } from 'lib/cx'
import { type ButtonHTMLAttributes, type ReactElement, useId } from 'react'
import { Icon, type IconName } from './Icon'

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'primary' | 'secondary' | 'ghost' | 'danger'
  small?: boolean
  icon?: IconName
  /** Something is going on; the button waits for it. */
  busy?: boolean
  /** Why the button cannot be used now. Disables it. */
  because?: string | null
}

export function Button({
  look = 'secondary',
  small,
  icon,
  busy,
  because,
  className,
  children,
  disabled,
  type = 'button',
  ...rest
}: Props): ReactElement {
  const reasonId = useId()
  return (
    <>
      <button
        {...rest}
        type={type}
        disabled={disabled || busy || Boolean(because)}
        aria-busy={busy || undefined}
        aria-describedby={because ? reasonId : rest['aria-describedby']}
        title={because ?? rest.title}
        className={cx('btn', `btn-${look}`, small && 'btn-small', className)}
      >
        {busy ? <Icon name="refresh" className="spin size-4" /> : icon && <Icon name={icon} className="size-4" />}
        {children}
      </button>
      {because && (
        <span id={reasonId} className="sr-only">
          {because}
        </span>
      )}
    </>
  )
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: IconName
  label: string
  look?: 'secondary' | 'ghost' | 'danger'
  small?: boolean
}

/** A button that shows only an icon; its name is read out and shown as a tooltip. */
export function IconButton({ icon, label, look = 'ghost', small, className, ...rest }: IconButtonProps): ReactElement {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={rest.title ?? label}
      className={cx('btn btn-icon', `btn-${look}`, small && 'btn-small', className)}
    >
      <Icon name={icon} className={small ? 'size-4' : undefined} />
    </button>
  )
}
