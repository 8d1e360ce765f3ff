/** A language model's second reading of a job, under the engine's own reasons and marked as what it is. */

import { isUnderWay, useSecondReadings } from 'hooks/useSecondReadings'
import { cx } from 'lib/cx'
import { date, dateTime, plural } from 'lib/format'
import type { ReactElement } from 'react'
import type { Job, ReadingOutcome, ReadingPoint, SecondReading } from 'types/api'
import { Button } from 'ui/Button'
import { Badge, Note, ProblemNote } from 'ui/display'
import { Icon, type IconName } from 'ui/Icon'

const KINDS: Record<ReadingPoint['kind'], { icon: IconName; colour: string; word: string }> = {
  for: { icon: 'check', colour: 'text-good', word: 'For it' },
  against: { icon: 'minus', colour: 'text-bad', word: 'Against it' },
  open: { icon: 'info', colour: 'text-warn', word: 'To ask' },
}

/** What goes to the model, as the person has to know before they press. */
export const whatIsTold = (model: string, what: string): string =>
  `${what} and what your profile states go to ${model}; your name and contact do not. No score and no order changes.`

export function SecondReadingSection({ job }: { job: Job }): ReactElement | null {
  const { model, of, read, drop } = useSecondReadings()
  const reading = of(job.id)
  if (!model && !reading) return null
  const underWay = reading !== undefined && isUnderWay(reading.outcome.state)
  const ask = model !== null && !underWay && (
    <Button small icon="spark" busy={read.isPending} onClick={() => read.mutate(job.id)}>
      Read again
    </Button>
  )
  return (
    <section aria-labelledby="second-reading" className="grid gap-3 rounded-lg border border-dashed p-4">
      <div className="flex flex-wrap items-center gap-2">
        <h3 id="second-reading" className="font-semibold">
          {reading ? `Second reading by ${reading.model}, ${dateTime(reading.asked_at)}` : 'Second reading'}
        </h3>
        <Badge tone="warn">Language model</Badge>
      </div>
      {reading ? <Outcome reading={reading} /> : null}
      <div className="flex flex-wrap items-center gap-2">
        {ask}
        {reading && (
          <Button
            small
            look="ghost"
            icon={underWay ? 'stop' : 'trash'}
            busy={drop.isPending}
            onClick={() => drop.mutate(job.id)}
          >
            {underWay ? 'Stop' : 'Throw it away'}
          </Button>
        )}
      </div>
      {ask && <p className="text-xs text-muted">{whatIsTold(model, 'This posting')}</p>}
      <ProblemNote error={read.error ?? drop.error} />
    </section>
  )
}

function Outcome({ reading: { outcome, is_stale } }: { reading: SecondReading }): ReactElement {
  return (
    <div role="status" className="grid gap-3">
      {is_stale && (
        <Note tone="warn" icon="clock">
          The posting or your profile has changed since. Have it read again, or throw this away.
        </Note>
      )}
      <Found outcome={outcome} />
    </div>
  )
}

function Found({ outcome }: { outcome: ReadingOutcome }): ReactElement {
  switch (outcome.state) {
    case 'waiting':
      return <p className="text-sm text-muted">In line: other jobs are read first. You can go on meanwhile.</p>
    case 'reading':
      return (
        <p className="text-sm text-muted">
          The language model is reading. This can take a minute or two; you can go on meanwhile.
        </p>
      )
    case 'read':
      return (
        <>
          <Points points={outcome.points} />
          {outcome.left_out > 0 && (
            <p className="text-xs text-muted">
              {plural(outcome.left_out, 'point')} left out: the posting and your profile do not bear{' '}
              {outcome.left_out === 1 ? 'it' : 'them'} out.
            </p>
          )}
          <p className="text-xs text-muted">
            Quotes stand in the posting. A model can still misread them: check what matters to you.
          </p>
        </>
      )
    case 'refused':
      return (
        <Note tone="warn" icon="shield">
          <strong>What the model wrote was thrown away.</strong> {outcome.why}
        </Note>
      )
    case 'failed':
      return (
        <Note tone="bad" icon="warning">
          <strong>There is no second reading.</strong> {outcome.why}
        </Note>
      )
  }
}

function Points({ points }: { points: readonly ReadingPoint[] }): ReactElement {
  return (
    <ul className="grid gap-2.5">
      {points.map(({ kind, text, quote, statement }) => {
        const { icon, colour, word } = KINDS[kind]
        return (
          <li key={kind + quote + text} className="flex items-start gap-2 text-sm">
            <Icon name={icon} className={cx('mt-[0.2rem] size-3.5', colour)} />
            <div className="min-w-0 [overflow-wrap:anywhere]">
              <p className="text-soft">
                <span className="sr-only">{word}: </span>
                {text}
              </p>
              <dl className="mt-0.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 text-xs text-muted">
                <dt className="font-medium">The posting</dt>
                <dd>“{quote}”</dd>
                <dt className="font-medium">Your profile</dt>
                <dd>{statement ?? 'no statement'}</dd>
              </dl>
            </div>
          </li>
        )
      })}
    </ul>
  )
}

/** In a list: one line that opens. */
export function ReadingInBrief({ reading }: { reading: SecondReading }): ReactElement {
  const { outcome, model, is_stale } = reading
  if (isUnderWay(outcome.state))
    return (
      <p className="mt-2 text-xs text-muted">
        {outcome.state === 'reading' ? `${model} is reading this again…` : `In line to be read again by ${model}`}
      </p>
    )
  const of = (kind: ReadingPoint['kind']) =>
    outcome.state === 'read' ? outcome.points.filter((point) => point.kind === kind).length : 0
  const counts = `${of('for')} for, ${of('against')} against, ${of('open')} to ask`
  const brief = outcome.state === 'read' ? counts : outcome.state === 'refused' ? 'thrown away' : 'there is none'
  return (
    <details className="mt-2 text-sm">
      <summary className="cursor-pointer text-xs text-muted">
        Second reading by {model}, {date(reading.asked_at)}: {brief}
        {is_stale && ' · out of date'}
      </summary>
      <div className="mt-2 grid gap-3 rounded-md border border-dashed p-3">
        <Outcome reading={reading} />
      </div>
    </details>
  )
}
