/** The documents of an application, side by side. */

import { useDocumentBlob } from 'hooks/useDocumentBlob'

import { cx } from 'lib/cx'
import { bytes, words } from 'lib/format'
import { type ReactElement, useState } from 'react'
import { documentUrl } from 'services/dynamicAPI'
import type { DocumentInfo } from 'types/api'
import { Button } from 'ui/Button'
import { Note, Panel, Skeleton } from 'ui/display'
import { Icon } from 'ui/Icon'

/** Files a person reads; pictures of pages are shown with their steps. */
const isReadable = (document: DocumentInfo) =>
  document.media_type === 'application/pdf' || document.media_type.startsWith('text/')

export function Documents({ documents }: { documents: readonly DocumentInfo[] }): ReactElement | null {
  const readable = documents.filter((item) => isReadable(item) && !/^(screenshot|page)/.test(item.kind))
  const [shown, setShown] = useState<readonly string[]>([])
  if (readable.length === 0) return null
  const open = readable.filter((item) => shown.includes(item.id))
  const toggle = (id: string) =>
    setShown((before) => (before.includes(id) ? before.filter((other) => other !== id) : [...before, id]))
  return (
    <Panel title="Documents" count={readable.length}>
      <ul className="divide-y">
        {readable.map((item) => (
          <li key={item.id} className="flex flex-wrap items-center gap-3 px-4 py-2.5">
            <Icon name="file" className="size-5 text-muted" />
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">{words(item.kind)}</p>
              <p className="truncate text-xs text-muted">
                {item.file_name} · {bytes(item.size)}
              </p>
            </div>
            {item.media_type === 'application/pdf' && (
              <Button small aria-expanded={shown.includes(item.id)} onClick={() => toggle(item.id)}>
                {shown.includes(item.id) ? 'Close' : 'Read'}
              </Button>
            )}
            <a
              className="btn btn-ghost btn-small"
              href={documentUrl(item.id)}
              download={item.file_name}
              aria-label={`Save ${item.file_name}`}
            >
              <Icon name="download" className="size-4" />
              Save
            </a>
          </li>
        ))}
      </ul>
      {open.length > 0 && (
        <div className={cx('grid gap-3 border-t p-3', open.length > 1 && 'lg:grid-cols-2')}>
          {open.map((item) => (
            <PdfFrame key={item.id} id={item.id} title={`${words(item.kind)}: ${item.file_name}`} />
          ))}
        </div>
      )}
    </Panel>
  )
}

export function PdfFrame({ id, title }: { id: string; title: string }): ReactElement {
  const { url, failed } = useDocumentBlob(id)
  if (failed)
    return (
      <Note tone="bad" icon="warning">
        {title} could not be read. Save it instead, or try again later.
      </Note>
    )
  if (!url) return <Skeleton className="h-[36rem]" />
  return (
    <iframe
      // Without the viewer's own bars: two documents stand side by side.
      src={`${url}#toolbar=0&navpanes=0&view=FitH`}
      title={title}
      className="h-[36rem] w-full rounded-md border bg-sunken"
    />
  )
}
