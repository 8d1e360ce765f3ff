/** A list of rows that can be added, removed and moved. */
import type { ReactElement, ReactNode } from 'react'

import { Button, IconButton } from 'ui/Button'

interface Props<T> {
  /** What one row is called: "position". */
  noun: string
  rows: readonly T[]
  onChange: (rows: T[]) => void
  empty: () => T
  /** What a row is about, for its heading and for screen readers. */
  title: (row: T) => string
  children: (row: T, change: (part: Partial<T>) => void) => ReactNode
}

/** The list with the row at `from` moved to `to`. */
export function moved<T>(rows: readonly T[], from: number, to: number): T[] {
  const next = [...rows]
  const [row] = next.splice(from, 1)
  if (row !== undefined) next.splice(to, 0, row)
  return next
}

export function Rows<T>({ noun, rows, onChange, empty, title, children }: Props<T>): ReactElement {
  const change = (index: number, part: Partial<T>) =>
    onChange(rows.map((row, other) => (other === index ? { ...row, ...part } : row)))
  return (
    <div className="grid grid-cols-1 gap-3">
      {rows.map((row, index) => {
        const name = title(row).trim() || `New ${noun}`
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no id, and every input shows its row's value.
          <fieldset key={index} aria-label={name} className="min-w-0 rounded-md border bg-bg p-3.5">
            <div className="mb-2.5 flex items-center gap-1">
              <h3 className="min-w-0 flex-1 truncate font-medium">{name}</h3>
              <IconButton
                small
                icon="up"
                label={`Move ${name} up`}
                disabled={index === 0}
                onClick={() => onChange(moved(rows, index, index - 1))}
              />
              <IconButton
                small
                icon="down"
                label={`Move ${name} down`}
                disabled={index === rows.length - 1}
                onClick={() => onChange(moved(rows, index, index + 1))}
              />
              <IconButton
                small
                icon="trash"
                label={`Remove ${name}`}
                onClick={() => onChange(rows.filter((_, other) => other !== index))}
              />
            </div>
            {children(row, (part) => change(index, part))}
          </fieldset>
        )
      })}
      <div>
        <Button small icon="plus" onClick={() => onChange([...rows, empty()])}>
          Add {noun}
        </Button>
      </div>
    </div>
  )
}
