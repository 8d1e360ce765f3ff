/** How far a batch is, in all and by state, and the button that pauses it or goes on. */

import { BrowserTrouble } from 'components/applications/BrowserTrouble'
import { usePauseBatch } from 'hooks/useServerState'
import { groupCounts } from 'lib/applicationGroups'
import { plural } from 'lib/format'
import { STATES, type Tone, wordFor } from 'lib/vocabulary'
import type { ReactElement } from 'react'
import type { Batch } from 'types/api'
import { Button } from 'ui/Button'
import { Badge, Note, Panel, ProblemNote } from 'ui/display'
import { Link } from 'wouter'

interface Props {
  batch: Batch
  /** Where the steps of the runs are known, more exact than what the batch itself says. */
  percent?: number
  /** Leads to the batch's own page. */
  linked?: boolean
}

export function BatchSummary({ batch, percent = batch.percent, linked = true }: Props): ReactElement {
  const { running, waiting } = groupCounts(batch)
  const done = `${batch.jobs - running} of ${batch.jobs} done`
  const waits = waiting > 0 ? `, ${waiting} ${waiting === 1 ? 'waits' : 'wait'} for you` : ''
  return (
    <Panel
      title={`Batch of ${batch.jobs}`}
      action={
        <>
          <span className="tnum text-sm text-muted" role="status">
            {done}
            {waits}
          </span>
          {linked && (
            <Link href={`/batches/${batch.id}`} className="btn btn-secondary btn-small">
              Open the batch
            </Link>
          )}
          <PauseButton batch={batch} />
        </>
      }
    >
      <div className="grid gap-3 p-4">
        <BatchBar batch={batch} percent={percent} />
        {running > 0 && <BrowserTrouble />}
        <ul aria-label="How many are where" className="flex flex-wrap gap-1.5">
          {countsByWord(batch).map(({ label, tone, count }) => (
            <li key={label}>
              <Badge tone={tone}>
                <span className="tnum font-semibold">{count}</span> {label}
              </Badge>
            </li>
          ))}
        </ul>
        {batch.paused_at ? (
          <Note tone="warn" icon="clock">
            {batch.next_step}
          </Note>
        ) : (
          <p className="text-sm text-muted">{batch.next_step}</p>
        )}
      </div>
    </Panel>
  )
}

/** States that are called the same are counted together. */
function countsByWord({ states }: Batch): { label: string; tone: Tone; count: number }[] {
  const counts = new Map<string, { label: string; tone: Tone; count: number }>()
  for (const { status, count } of states) {
    const word = wordFor(STATES, status)
    counts.set(word.label, { ...word, count: count + (counts.get(word.label)?.count ?? 0) })
  }
  return [...counts.values()]
}

function PauseButton({ batch }: { batch: Batch }): ReactElement {
  const change = usePauseBatch(batch)
  const paused = batch.paused_at !== null
  const allowed = batch.allowed.includes(paused ? 'resume' : 'pause')
  return (
    <>
      <Button
        small
        look={paused ? 'primary' : 'secondary'}
        icon={paused ? 'play' : 'pause'}
        busy={change.isPending}
        because={allowed ? null : 'Everything of this batch is sent or ended.'}
        onClick={() => change.mutate(undefined)}
      >
        {paused ? 'Resume' : 'Pause'}
      </Button>
      {change.error && (
        <div className="basis-full">
          <ProblemNote error={change.error} />
        </div>
      )}
    </>
  )
}

/** What is sent, what waits for the person and what ended, side by side; what runs fills the rest. */
function BatchBar({ batch, percent }: { batch: Batch; percent: number }): ReactElement {
  const { waiting, sent, ended } = groupCounts(batch)
  const share = (count: number) => (batch.jobs > 0 ? (100 * count) / batch.jobs : 0)
  const parts: [string, number][] = [
    ['bg-good', share(sent)],
    ['bg-warn', share(waiting)],
    ['bg-line-strong', share(ended)],
    ['bg-accent', Math.max(0, percent - share(sent + waiting + ended))],
  ]
  return (
    <div
      role="progressbar"
      aria-label={`Progress of the batch of ${plural(batch.jobs, 'job')}`}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="flex h-2 gap-px overflow-hidden rounded-full bg-line"
    >
      {parts.map(([colour, width]) => (
        <div
          key={colour}
          className={`h-full transition-[width] duration-300 ${colour}`}
          style={{ width: `${width}%` }}
        />
      ))}
    </div>
  )
}
