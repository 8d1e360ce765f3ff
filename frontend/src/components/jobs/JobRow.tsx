/** One job in the list. */

import { cx } from 'lib/cx'
import { plural } from 'lib/format'
import { REMOTE, STATES, wordFor } from 'lib/vocabulary'
import type { ReactElement } from 'react'
import type { Application, Job } from 'types/api'
import { Avatar, Badge } from 'ui/display'
import { Link } from 'wouter'

interface Props {
  job: Job
  score: number | undefined
  application: Application | undefined
  open: boolean
  selected: boolean
  chosen: boolean
  onChoose: (id: string) => void
  onSelect: (id: string) => void
}

export function JobRow({ job, score, application, open, selected, chosen, onChoose, onSelect }: Props): ReactElement {
  const state = application && wordFor(STATES, application.status)
  const more = job.places.filter((place) => !job.location.includes(place)).length
  const place = [job.location, REMOTE[job.remote]].filter(Boolean).join(' · ')
  return (
    <li
      data-row={job.id}
      aria-current={open || undefined}
      className={cx(
        'group relative flex items-start gap-3 px-3.5 py-3 transition-colors',
        open ? 'bg-accent-soft' : selected ? 'bg-accent-soft/60' : 'hover:bg-hover',
      )}
    >
      <span className="relative grid size-9 shrink-0 place-items-center">
        <Avatar
          name={job.company}
          className={cx('size-9', chosen ? 'invisible' : 'group-hover:invisible group-focus-within:invisible')}
        />
        {!application && !job.closed_at && (
          <input
            type="checkbox"
            className={cx(
              'absolute z-10 size-4.5 accent-accent',
              !chosen && 'opacity-0 group-hover:opacity-100 focus-visible:opacity-100',
            )}
            checked={chosen}
            aria-label={`Select ${job.title} at ${job.company}`}
            onChange={() => onChoose(job.id)}
          />
        )}
      </span>
      <div className="min-w-0 flex-1">
        <Link
          href={`/jobs/${job.id}`}
          onClick={() => onSelect(job.id)}
          className="block truncate font-medium after:absolute after:inset-0"
        >
          {job.title}
        </Link>
        <p className="flex gap-x-1.5 text-sm text-muted">
          <span className="truncate">
            {job.company}
            {place && ` · ${place}`}
          </span>
          {more > 0 && <span className="shrink-0">and {plural(more, 'more place')}</span>}
        </p>
        {(state || job.closed_at) && (
          <div className="mt-1 flex gap-1.5">
            {job.closed_at && <Badge tone="bad">Closed</Badge>}
            {state && (
              <Badge tone={state.tone} dot>
                {state.label}
              </Badge>
            )}
          </div>
        )}
      </div>
      {score !== undefined && (
        <span
          className={cx(
            'tnum text-sm font-semibold',
            score >= 0.75 ? 'text-good' : score >= 0.5 ? 'text-accent' : 'text-muted',
          )}
          title="Match score"
        >
          {Math.round(score * 100)}
        </span>
      )}
    </li>
  )
}
