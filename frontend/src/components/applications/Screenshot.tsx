/** A picture of a page: small in a list, whole in a dialog. */

import { cx } from 'lib/cx'
import { type ReactElement, useState } from 'react'
import { documentUrl } from 'services/dynamicAPI'
import { Dialog } from 'ui/Dialog'
import { Icon } from 'ui/Icon'

export function Screenshot({ id, label, className }: { id: string; label: string; className?: string }): ReactElement {
  const [open, setOpen] = useState(false)
  const [missing, setMissing] = useState(false)
  if (missing)
    return (
      <span
        className={cx('grid place-items-center rounded-md border bg-sunken text-muted', className)}
        title="The picture could not be loaded"
      >
        <Icon name="image" />
      </span>
    )
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        aria-label={`Enlarge the picture. ${label}`}
        className={cx('overflow-hidden rounded-md border bg-sunken transition-shadow hover:shadow-high', className)}
      >
        <img
          src={documentUrl(id, true)}
          alt=""
          loading="lazy"
          className="size-full object-cover object-top"
          onError={() => setMissing(true)}
        />
      </button>
      <Dialog wide title={label} open={open} onClose={() => setOpen(false)}>
        <img src={documentUrl(id, true)} alt={label} className="w-full rounded-md border" />
      </Dialog>
    </>
  )
}
