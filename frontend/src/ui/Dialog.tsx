/** Dialogs on the browser's own `<dialog>`: focus is held inside, Escape closes, focus goes back. */

import { cx } from 'lib/cx'
import { type ReactElement, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Button, IconButton } from './Button'

interface Props {
  title: string
  open: boolean
  onClose: () => void
  children: ReactNode
  footer?: ReactNode
  wide?: boolean
}

export function Dialog({ title, open, onClose, children, footer, wide }: Props): ReactElement | null {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = ref.current
    if (open && dialog && !dialog.open) dialog.showModal()
  }, [open])
  if (!open) return null
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the browser closes a dialog on Escape by itself.
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
      className={cx(
        'arrive w-[calc(100vw-2rem)] rounded-xl border bg-surface p-0 shadow-high backdrop:bg-[rgb(10_16_18/0.45)]',
        wide ? 'max-w-4xl' : 'max-w-md',
      )}
    >
      <div className="flex max-h-[85dvh] flex-col">
        <div className="flex items-center gap-3 border-b py-2.5 pr-2.5 pl-5">
          <h2 id={titleId} className="flex-1 text-lg font-semibold">
            {title}
          </h2>
          <IconButton icon="x" label="Close" onClick={onClose} />
        </div>
        <div className="overflow-y-auto px-5 py-4">{children}</div>
        {footer && <div className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</div>}
      </div>
    </dialog>
  )
}

interface ConfirmProps {
  title: string
  children: ReactNode
  confirmLabel: string
  danger?: boolean
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something that cannot be taken back. */
export function Confirm({ title, children, confirmLabel, danger, onConfirm, onClose }: ConfirmProps): ReactElement {
  const [asked, setAsked] = useState(false)
  return (
    <Dialog
      title={title}
      open
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Keep as it is</Button>
          <Button
            look={danger ? 'danger' : 'primary'}
            disabled={asked}
            onClick={() => {
              setAsked(true)
              onConfirm()
              onClose()
            }}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  )
}
