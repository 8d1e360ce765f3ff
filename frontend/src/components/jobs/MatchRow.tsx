/**
 * One match in a list: score, job, reasons, and what can be done.
 *
 * A row that comes in out of sight begins with its job alone; the rest follows when the rows in sight have been painted,
 * so that they do not wait for it.
 */

import { afterPaint } from 'lib/afterPaint'
import { cx } from 'lib/cx'
import { relativeTime } from 'lib/format'
import { STATES, wordFor } from 'lib/vocabulary'
import { memo, type ReactElement, useEffect, useState } from 'react'
import type { Application, Match, Said, SecondReading, Verdict } from 'types/api'
import { Button, IconButton } from 'ui/Button'
import { Badge, ScoreRing } from 'ui/display'
import { Link } from 'wouter'
import { FeedbackButtons } from './FeedbackButtons'
import { PartStrip, Reasons } from './ScoreParts'
import { ReadingInBrief } from './SecondReading'

interface Props {
  match: Match
  application: Application | undefined
  selected: boolean
  /** Whether the person is likely to look at it when it appears. */
  inSight: boolean
  now: number
  reading: SecondReading | undefined
  onApply: (match: Match) => void
  verdict: Verdict | undefined
  onSay: (match: Match, said: Said) => void
}

/** Rows out of sight are not laid out: a flood of scores would have all of them laid out several times a second. */
const LAID_OUT_IN_SIGHT = '[contain-intrinsic-size:auto_10.5rem] [content-visibility:auto]'
/** Shown where the hand or the focus is. */
const QUIET = 'sm:opacity-0 sm:group-focus-within:opacity-100 sm:group-hover:opacity-100'

export const MatchRow = memo(function MatchRow({
  match,
  application,
  selected,
  inSight,
  now,
  reading,
  verdict,
  onApply,
  onSay,
}: Props): ReactElement {
  const [isPainted, setIsPainted] = useState(inSight)
  useEffect(() => (isPainted ? undefined : afterPaint(() => setIsPainted(true))), [isPainted])
  const isWhole = isPainted || inSight
  return (
    <li
      data-row={match.job_id}
      aria-current={selected || undefined}
      className={cx(
        LAID_OUT_IN_SIGHT,
        'group grid grid-cols-[auto_minmax(0,1fr)] gap-x-3.5 gap-y-2 px-4 py-3.5 transition-colors sm:grid-cols-[auto_minmax(0,1fr)_auto]',
        selected ? 'bg-accent-soft/60' : 'hover:bg-hover',
      )}
    >
      <ScoreRing score={match.match_score} />
      <div className="min-w-0">
        <Link href={`/jobs/${match.job_id}`} className="font-semibold hover:text-accent hover:underline">
          {match.job_title}
        </Link>
        <p className="truncate text-sm text-muted">
          <span className="font-medium text-soft">{match.company}</span>
          {match.location && <> · {match.location}</>}
          {match.posted_at && <> · {relativeTime(match.posted_at, now)}</>}
        </p>
        {isWhole && (
          <div className="mt-1.5">
            <Reasons reasons={match.reasons} limit={2} />
          </div>
        )}
      </div>
      {isWhole && (
        <>
          <div className="col-start-2 -col-end-1">
            <PartStrip parts={match.parts} />
            {reading && <ReadingInBrief reading={reading} />}
          </div>
          <Actions {...{ match, application, verdict, onApply, onSay }} />
        </>
      )}
    </li>
  )
})

function Actions({
  match,
  application,
  verdict,
  onApply,
  onSay,
}: Pick<Props, 'match' | 'application' | 'verdict' | 'onApply' | 'onSay'>): ReactElement {
  const state = application && wordFor(STATES, application.status)
  return (
    <div className="col-start-2 flex items-start gap-1 sm:col-start-3 sm:row-start-1 sm:justify-end">
      {state && application ? (
        <Link href={`/applications/${application.id}`} className="mt-1">
          <Badge tone={state.tone} dot>
            {state.label}
          </Badge>
        </Link>
      ) : (
        <>
          <FeedbackButtons
            name={`${match.job_title} at ${match.company}`}
            verdict={verdict}
            onSay={(said) => onSay(match, said)}
            className={QUIET}
          />
          <IconButton
            small
            icon="eyeOff"
            label={`Hide ${match.job_title} at ${match.company}`}
            className={QUIET}
            onClick={() => onSay(match, 'hide')}
          />
          <Button
            small
            look="primary"
            onClick={() => onApply(match)}
            aria-label={`Apply to ${match.job_title} at ${match.company}`}
          >
            Apply
          </Button>
        </>
      )}
    </div>
  )
}
