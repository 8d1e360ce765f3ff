/** Short messages in the corner. They go by themselves, except errors, and can carry one action. */

import { cx } from 'lib/cx'
import type { Tone } from 'lib/vocabulary'
import { type ReactElement, useSyncExternalStore } from 'react'
import { IconButton } from './Button'
import { Icon, type IconName } from './Icon'

/** How long a message stays. */
export const TOAST_MS = 6_000
/** More than this many are never on screen; the oldest goes first. */
export const TOASTS_MAX = 4

export interface Toast {
  id: number
  tone: Tone
  title: string
  message?: string
  action?: { label: string; run: () => void }
}

let shown: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

function change(next: readonly Toast[]): void {
  shown = next
  for (const listener of listeners) listener()
}

export function dismissToast(id: number): void {
  change(shown.filter((toast) => toast.id !== id))
}

/** Shows a message; the same one twice in a row is shown once. */
export function showToast(toast: Omit<Toast, 'id'>): number {
  const twin = shown.find((other) => other.title === toast.title && other.message === toast.message)
  if (twin && !toast.action) return twin.id
  const id = nextId++
  change([...shown, { ...toast, id }].slice(-TOASTS_MAX))
  if (toast.tone !== 'bad') setTimeout(() => dismissToast(id), TOAST_MS)
  return id
}

export const showProblem = (error: Error, title = 'That did not work'): number =>
  showToast({ tone: 'bad', title, message: error.message })

const ICONS: Record<Tone, IconName> = {
  neutral: 'info',
  accent: 'info',
  good: 'check',
  warn: 'warning',
  bad: 'warning',
}
const COLOURS: Record<Tone, string> = {
  neutral: 'text-muted',
  accent: 'text-accent',
  good: 'text-good',
  warn: 'text-warn',
  bad: 'text-bad',
}

export function Toasts(): ReactElement {
  const toasts = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => shown,
  )
  return (
    <section
      aria-label="Notifications"
      aria-live="polite"
      className="pointer-events-none fixed right-4 bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-50 grid w-[min(23rem,calc(100vw-2rem))] gap-2 md:bottom-4"
    >
      {toasts.map((toast) => (
        <div
          key={toast.id}
          className="arrive pointer-events-auto flex items-start gap-3 rounded-lg border bg-surface py-2.5 pr-2 pl-3.5 shadow-high"
        >
          <Icon name={ICONS[toast.tone]} className={cx('mt-0.5 size-[1.125rem]', COLOURS[toast.tone])} />
          <div className="min-w-0 flex-1 pt-px">
            <p className="font-medium">{toast.title}</p>
            {toast.message && <p className="text-sm break-words text-muted">{toast.message}</p>}
          </div>
          {toast.action && (
            <button
              type="button"
              className="btn btn-ghost btn-small text-accent"
              onClick={() => {
                toast.action?.run()
                dismissToast(toast.id)
              }}
            >
              {toast.action.label}
            </button>
          )}
          <IconButton small icon="x" label="Dismiss" onClick={() => dismissToast(toast.id)} />
        </div>
      ))}
    </section>
  )
}
