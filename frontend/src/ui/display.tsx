/** Small things that show a value: badges, rings, bars, placeholders, problems. */

import { cx } from 'lib/cx'
import type { Tone } from 'lib/vocabulary'
import { Component, type ErrorInfo, type ReactElement, type ReactNode } from 'react'
import { ApiProblem } from 'services/dynamicAPI'
import { Button } from './Button'
import { Icon, type IconName } from './Icon'

export const TONE_CLASSES: Record<Tone, string> = {
  neutral: 'bg-sunken text-soft ring-1 ring-line',
  accent: 'bg-accent-soft text-accent',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
}

export function Badge({
  tone = 'neutral',
  dot,
  children,
}: {
  tone?: Tone
  dot?: boolean
  children: ReactNode
}): ReactElement {
  return (
    <span className={cx('chip', TONE_CLASSES[tone])}>
      {dot && <span className="size-1.5 rounded-full bg-current" aria-hidden="true" />}
      {children}
    </span>
  )
}

/** The first letters of a company on a colour of its own. */
export function Avatar({ name, className = 'size-9' }: { name: string; className?: string }): ReactElement {
  const letters = name
    .split(/\s+/)
    .map((word) => word[0])
    .filter(Boolean)
    .slice(0, 2)
    .join('')
    .toUpperCase()
  const hue = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7)
  return (
    <span
      aria-hidden="true"
      className={cx(
        'inline-grid shrink-0 place-items-center rounded-md text-xs font-semibold tracking-wide',
        className,
      )}
      style={{
        background: `light-dark(hsl(${hue} 34% 90%), hsl(${hue} 26% 22%))`,
        color: `light-dark(hsl(${hue} 45% 27%), hsl(${hue} 50% 80%))`,
      }}
    >
      {letters || '?'}
    </span>
  )
}

/** A score from 0 to 1 as a ring with its percent in the middle. */
export function ScoreRing({ score, size = 44 }: { score: number; size?: number }): ReactElement {
  const share = Math.min(1, Math.max(0, score))
  const points = Math.round(share * 100)
  const colour = share >= 0.75 ? 'text-good' : share >= 0.5 ? 'text-accent' : 'text-muted'
  const circumference = 2 * Math.PI * 19
  return (
    <span
      className={cx('relative inline-grid shrink-0 place-items-center', colour)}
      style={{ width: size, height: size }}
      role="img"
      aria-label={`Match score ${points} of 100`}
    >
      <svg viewBox="0 0 44 44" className="absolute inset-0 -rotate-90" aria-hidden="true">
        <circle cx="22" cy="22" r="19" fill="none" stroke="var(--line)" strokeWidth="3" />
        <circle
          cx="22"
          cy="22"
          r="19"
          fill="none"
          stroke="currentColor"
          strokeWidth="3"
          strokeLinecap="round"
          strokeDasharray={`${circumference * share} ${circumference}`}
          className="transition-[stroke-dasharray] duration-500"
        />
      </svg>
      <span aria-hidden="true" className="tnum text-sm font-semibold text-ink">
        {points}
      </span>
    </span>
  )
}

/** A thin bar from 0 to 100. */
export function Meter({
  value,
  label,
  tone = 'accent',
  className,
}: {
  value: number
  label: string
  tone?: Tone
  className?: string
}): ReactElement {
  const share = Math.min(100, Math.max(0, value))
  const colour = { neutral: 'bg-muted', accent: 'bg-accent', good: 'bg-good', warn: 'bg-warn', bad: 'bg-bad' }[tone]
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share)}
      className={cx('h-1 overflow-hidden rounded-full bg-line', className)}
    >
      <div
        className={cx('h-full rounded-full transition-[width] duration-300', colour)}
        style={{ width: `${share}%` }}
      />
    </div>
  )
}

export function Skeleton({ className }: { className?: string }): ReactElement {
  return <div aria-hidden="true" className={cx('skeleton', className)} />
}

/** Several placeholder rows; says once that something is loading. */
export function SkeletonRows({ rows = 4, className = 'h-14' }: { rows?: number; className?: string }): ReactElement {
  return (
    <div role="status" className="space-y-2 p-4">
      <span className="sr-only">Loading…</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders are all alike.
        <Skeleton key={row} className={className} />
      ))}
    </div>
  )
}

interface EmptyProps {
  icon: IconName
  title: string
  children?: ReactNode
  action?: ReactNode
}

/** Nothing is here yet, and what to do next. */
export function Empty({ icon, title, children, action }: EmptyProps): ReactElement {
  return (
    <div className="grid justify-items-center px-6 py-10 text-center">
      <span className="mb-3 grid size-11 place-items-center rounded-full bg-accent-soft text-accent">
        <Icon name={icon} className="size-5" />
      </span>
      <p className="text-lg font-semibold">{title}</p>
      {children && <div className="mt-1 max-w-[46ch] text-muted">{children}</div>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}

/** What went wrong, in the server's words, with its field errors. */
interface ProblemProps {
  error: Error | null | undefined
  retry?: () => void
  /** The fields' own messages are shown at the fields. */
  fieldsElsewhere?: boolean
}

export function ProblemNote({ error, retry, fieldsElsewhere }: ProblemProps): ReactElement | null {
  if (!error) return null
  const problem = error instanceof ApiProblem ? error.problem : null
  return (
    <div role="alert" className="flex items-start gap-2.5 rounded-md bg-bad-soft px-3 py-2.5 text-bad">
      <Icon name="warning" className="mt-0.5 size-4" />
      <div className="min-w-0 flex-1 text-sm">
        {problem && <p className="font-semibold">{problem.title}</p>}
        <p>{error.message}</p>
        {!fieldsElsewhere &&
          problem?.errors?.map(({ field, message }) => (
            <p key={field + message}>
              {field}: {message}
            </p>
          ))}
      </div>
      {retry && (
        <Button small look="ghost" icon="refresh" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  )
}

/** A sentence on a coloured ground. */
export function Note({
  tone = 'accent',
  icon = 'info',
  children,
}: {
  tone?: Tone
  icon?: IconName
  children: ReactNode
}): ReactElement {
  return (
    <div className={cx('flex items-start gap-2.5 rounded-md px-3 py-2.5 text-sm', TONE_CLASSES[tone])}>
      <Icon name={icon} className="mt-0.5 size-4" />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  )
}

interface PanelProps {
  title: string
  /** How many there are; as text where that is known in part. */
  count?: number | string
  action?: ReactNode
  children: ReactNode
  className?: string
}

/** A titled part of a page. A failure inside stays inside. */
export function Panel({ title, count, action, children, className }: PanelProps): ReactElement {
  return (
    <section aria-label={title} className={cx('panel flex min-w-0 flex-col', className)}>
      <header className="flex min-h-12 flex-wrap items-center gap-x-2 gap-y-1 border-b px-4 py-1.5">
        <h2 className="text-base font-semibold">{title}</h2>
        {count !== undefined && <span className="tnum text-sm text-muted">{count}</span>}
        {action && <div className="ml-auto flex flex-wrap items-center gap-2">{action}</div>}
      </header>
      <ErrorBoundary name={title}>{children}</ErrorBoundary>
    </section>
  )
}

/** Keeps a failure in one part of the page from taking the rest with it. */
export class ErrorBoundary extends Component<{ name: string; children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override componentDidCatch(error: Error, info: ErrorInfo) {
    console.error(`“${this.props.name}” failed to render`, error, info.componentStack)
  }

  override render() {
    if (!this.state.error) return this.props.children
    return (
      <div role="alert" className="grid justify-items-start gap-2 p-4 text-sm">
        <p className="font-semibold">“{this.props.name}” cannot be shown.</p>
        <p className="text-muted">{this.state.error.message} The rest of the page goes on.</p>
        <Button small icon="refresh" onClick={() => this.setState({ error: null })}>
          Show again
        </Button>
      </div>
    )
  }
}

/** A name and its value, stacked. */
export function Figure({ label, value, note }: { label: string; value: ReactNode; note?: ReactNode }): ReactElement {
  return (
    <div className="min-w-0">
      <dt className="truncate text-sm text-muted">{label}</dt>
      <dd className="tnum mt-0.5 text-2xl font-semibold tracking-tight">{value}</dd>
      {note && <dd className="mt-0.5 text-xs text-muted">{note}</dd>}
    </div>
  )
}
