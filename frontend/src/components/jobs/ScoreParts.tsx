/** What a score is made of: named parts as small bars, and reasons in sentences. */
import type { ReactElement } from 'react'

import { cx } from 'lib/cx'
import { PARTS } from 'lib/vocabulary'
import type { Reason, ReasonKind, ScorePart } from 'types/api'
import { Icon, type IconName } from 'ui/Icon'

export function ScoreParts({ parts, wide }: { parts: readonly ScorePart[]; wide?: boolean }): ReactElement {
  return (
    <dl className={cx('grid gap-x-4 gap-y-1', wide ? 'sm:grid-cols-2' : '')}>
      {parts.map((part) => (
        <div key={part.name} className="grid grid-cols-[4.75rem_1fr_2rem] items-center gap-2 text-xs">
          <dt className="text-muted">{PARTS[part.name] ?? part.name}</dt>
          <dd aria-hidden="true" className="h-1 overflow-hidden rounded-full bg-line">
            <span className={cx('block h-full rounded-full', part.value >= 0.75 ? 'bg-good' : part.value >= 0.4 ? 'bg-accent' : 'bg-muted')} style={{ width: `${part.value * 100}%` }} />
          </dd>
          <dd className="tnum text-right text-soft" title={`Counts for ${Math.round(part.weight * 100)}% of the score`}>{Math.round(part.value * 100)}</dd>
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
    <ul className="grid gap-1">
      {reasons.slice(0, limit).map((reason) => {
        const kind = KINDS[reason.kind]
        return (
          <li key={reason.part + reason.text} className="flex items-start gap-1.5 text-sm">
            <Icon name={kind.icon} className={cx('mt-[0.2rem] size-3.5', kind.colour)} />
            <span className="min-w-0 text-soft">
              <span className="sr-only">{kind.word}: </span>{reason.text}
              {reason.evidence.length > 0 && !limit && <span className="text-muted"> · {reason.evidence.map((word) => `“${word}”`).join(', ')}</span>}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
