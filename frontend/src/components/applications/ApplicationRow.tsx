/** One application in a list: the job, where it stands, and how far its run is. */

import { useNow } from 'hooks/useNow'
import { groupOf, isRunning } from 'lib/applicationGroups'
import { cx } from 'lib/cx'
import { relativeTime } from 'lib/format'
import type { ReactElement } from 'react'
import type { Application } from 'types/api'
import { Avatar, Meter } from 'ui/display'
import { Link } from 'wouter'
import { ApplicationStatus } from './ApplicationStatus'

export function ApplicationRow({
  application,
  selected,
}: {
  application: Application
  selected: boolean
}): ReactElement {
  const now = useNow()
  const { id, company, job_title, progress, reason, next_step, lastUpdate, next_action_at } = application
  return (
    <li
      data-row={id}
      aria-current={selected || undefined}
      className={cx(
        'relative grid grid-cols-[auto_minmax(0,1fr)] gap-x-3.5 gap-y-1 px-4 py-3 transition-colors md:grid-cols-[auto_minmax(0,1.2fr)_minmax(0,1.4fr)_6.5rem] md:items-center',
        selected ? 'bg-accent-soft/60' : 'hover:bg-hover',
      )}
    >
      <Avatar name={company} />
      <div className="min-w-0">
        <Link href={`/applications/${id}`} className="block truncate font-medium after:absolute after:inset-0">
          {job_title}
        </Link>
        <p className="truncate text-sm text-muted">{company}</p>
      </div>
      <div className="col-start-2 min-w-0 md:col-start-auto">
        <ApplicationStatus application={application} />
        {isRunning(application) && !reason ? (
          <div className="mt-1.5 flex items-center gap-2">
            <Meter className="w-28 shrink-0" value={progress.percent} label={`Progress of ${job_title}`} />
            <span className="truncate text-xs text-muted">{progress.step}</span>
          </div>
        ) : (
          <p className="mt-1 line-clamp-2 text-xs text-muted">{reason?.message ?? next_step}</p>
        )}
      </div>
      <p className="col-start-2 text-xs text-muted md:col-start-auto md:text-right">
        {relativeTime(lastUpdate, now)}
        {next_action_at && Date.parse(next_action_at) > now && groupOf(application) !== 'ended' && (
          <span className="md:block"> next {relativeTime(next_action_at, now)}</span>
        )}
      </p>
    </li>
  )
}
