/** What a score is made of: named parts as small bars, and reasons in sentences. */

import { cx } from 'lib/cx'
import { PARTS } from 'lib/vocabulary'
import type { ReactElement } from 'react'
import type { Reason, ReasonKind, ScorePart } from 'types/api'
import { Icon, type IconName } from 'ui/Icon'

/** The parts in one line: a label over a short bar each. */
export function PartStrip({ parts }: { parts: readonly ScorePart[] }): ReactElement {
  return (
    <dl className="grid max-w-[36rem] grid-cols-4 gap-x-2 gap-y-1.5 sm:auto-cols-fr sm:grid-flow-col sm:grid-cols-none">
      {parts.map((part) => {
        const points = Math.round(part.value * 100)
        return (
          <div
            key={part.name}
            className="min-w-0"
            title={`${PARTS[part.name] ?? part.name}: ${points} of 100, counts for ${Math.round(part.weight * 100)}%`}
          >
            <dt className="truncate text-xs text-muted">{PARTS[part.name] ?? part.name}</dt>
            <dd className="mt-0.5 h-[3px] overflow-hidden rounded-full bg-line">
              <span className="sr-only">{points} of 100</span>
              <span
                aria-hidden="true"
                className={cx('block h-full rounded-full', barColour(part.value))}
                style={{ width: `${points}%` }}
              />
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

const barColour = (value: number) => (value >= 0.75 ? 'bg-good' : value >= 0.4 ? 'bg-accent' : 'bg-muted')

export function ScoreParts({ parts, wide }: { parts: readonly ScorePart[]; wide?: boolean }): ReactElement {
  return (
    <dl className={cx('grid gap-x-4 gap-y-1', wide ? 'sm:grid-cols-2' : '')}>
      {parts.map((part) => (
        <div key={part.name} className="grid grid-cols-[4.75rem_1fr_2rem] items-center gap-2 text-xs">
          <dt className="text-muted">{PARTS[part.name] ?? part.name}</dt>
          <dd aria-hidden="true" className="h-1 overflow-hidden rounded-full bg-line">
            <span
              className={cx('block h-full rounded-full', barColour(part.value))}
              style={{ width: `${part.value * 100}%` }}
            />
          </dd>
          <dd className="tnum text-right text-soft" title={`Counts for ${Math.round(part.weight * 100)}% of the score`}>
            {Math.round(part.value * 100)}
          </dd>
        </div>
      ))}
    </dl>
  )
}

const KINDS: Record<ReasonKind, { icon: IconName; colour: string; word: string }> = {
  for: { icon: 'check', colour: 'text-good', word: 'For it' },
  against: { icon: 'minus', colour: 'text-bad', word: 'Against it' },
  missing: { icon: 'info', colour: 'text-warn', word: 'Not in your profile' },
}

export function Reasons({ reasons, limit }: { reasons: readonly Reason[]; limit?: number }): ReactElement {
  return (
    <ul className={limit ? 'flex flex-wrap gap-x-4 gap-y-0.5' : 'grid gap-1'}>
      {reasons.slice(0, limit).map((reason) => {
        const kind = KINDS[reason.kind]
        return (
          <li key={reason.part + reason.text} className="flex items-start gap-1.5 text-sm">
            <Icon name={kind.icon} className={cx('mt-[0.2rem] size-3.5', kind.colour)} />
            <span className="min-w-0 text-soft">
              <span className="sr-only">{kind.word}: </span>
              {reason.text}
              {reason.evidence.length > 0 && !limit && (
                <span className="text-muted"> · {reason.evidence.map((word) => `“${word}”`).join(', ')}</span>
              )}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
