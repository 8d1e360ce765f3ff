/** The `?` overlay: every key and what it does. */
import type { ReactElement } from 'react'

import { Dialog } from 'ui/Dialog'
import { ENTRIES } from './Shell'

const KEYS: readonly [string, string][] = [
  ['/', 'Search jobs'],
  ['j', 'Next in the list'],
  ['k', 'Previous in the list'],
  ['Enter', 'Open the selected one'],
  ['a', 'Apply to the selected or open job'],
  ['x', 'Select the job for a batch'],
  ['m', 'More like the selected match, or take that back'],
  ['l', 'Less like the selected match, or take that back'],
  ['h', 'Hide the selected match'],
  ['?', 'This overview'],
  ['Esc', 'Close what is open'],
]

export function ShortcutsDialog({ open, onClose }: { open: boolean; onClose: () => void }): ReactElement {
  return (
    <Dialog title="Keyboard shortcuts" open={open} onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
        {KEYS.map(([key, what]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="kbd">{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
        {ENTRIES.map((entry) => (
          <div key={entry.href} className="contents">
            <dt>
              <kbd className="kbd">g</kbd> <kbd className="kbd">{entry.key}</kbd>
            </dt>
            <dd>Go to {entry.label}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
