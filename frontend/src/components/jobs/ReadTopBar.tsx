/** Having the best matches read again by the language model, and how far that is. */

import { isUnderWay, type useSecondReadings } from 'hooks/useSecondReadings'
import type { ReactElement } from 'react'
import type { Match } from 'types/api'
import { Button } from 'ui/Button'
import { Meter, ProblemNote } from 'ui/display'
import { whatIsTold } from './SecondReading'

interface Props {
  readings: ReturnType<typeof useSecondReadings>
  matches: readonly Match[]
}

export function ReadTopBar({ readings, matches }: Props): ReactElement | null {
  const { model, top, of, readTop, stopAll } = readings
  const best = matches.slice(0, top).map(({ job_id }) => of(job_id))
  if (!model || best.length === 0) return null
  const open = best.filter((reading) => reading && isUnderWay(reading.outcome.state)).length
  const done = best.filter((reading) => reading && !isUnderWay(reading.outcome.state)).length
  const isFresh = best.every((reading) => reading?.outcome.state === 'read' && !reading.is_stale)
  return (
    <div className="grid gap-2 border-b px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        {open === 0 ? (
          <Button
            small
            icon="spark"
            busy={readTop.isPending}
            because={isFresh ? 'These are read, and nothing has changed since.' : null}
            onClick={() => readTop.mutate(undefined)}
          >
            {best.length === 1 ? 'Read the best match again' : `Read the best ${best.length} again`}
          </Button>
        ) : (
          <Button small icon="stop" busy={stopAll.isPending} onClick={() => stopAll.mutate(undefined)}>
            Stop reading
          </Button>
        )}
        <p role="status" className="min-w-0 flex-1 basis-60 text-xs text-muted">
          {open > 0
            ? `${model} reads them one after the other: ${done} of ${best.length} done. You can go on meanwhile.`
            : whatIsTold(model, 'Their postings')}
        </p>
      </div>
      {open > 0 && <Meter value={(100 * done) / best.length} label="Second readings" />}
      <ProblemNote error={readTop.error ?? stopAll.error} />
    </div>
  )
}
