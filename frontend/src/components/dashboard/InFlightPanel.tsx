/** Applications that are being filled or wait for the person, with their live step and picture. */

import { ApplicationStatus } from 'components/applications/ApplicationStatus'
import { Screenshot } from 'components/applications/Screenshot'
import { useDynamicApplications } from 'hooks/useRealTime'
import { useLiveStep } from 'hooks/useServerState'
import { groupOf } from 'lib/applicationGroups'
import type { ReactElement } from 'react'
import type { Application } from 'types/api'
import { Empty, Meter, Panel, ProblemNote, SkeletonRows } from 'ui/display'
import { Link } from 'wouter'

/** More than this are summed up in a link. */
const SHOWN_MAX = 5

export function InFlightPanel(): ReactElement {
  const { applications, isLoading, error } = useDynamicApplications()
  const running = applications.filter((application) => groupOf(application) === 'running')
  const waiting = applications.filter((application) => groupOf(application) === 'waiting')
  const shown = [...running, ...waiting].slice(0, SHOWN_MAX)
  const rest = running.length + waiting.length - shown.length
  return (
    <Panel
      title="In flight"
      count={running.length + waiting.length || undefined}
      action={
        <Link href="/applications" className="btn btn-ghost btn-small">
          All applications
        </Link>
      }
    >
      {isLoading && <SkeletonRows rows={2} />}
      {error && (
        <div className="p-4">
          <ProblemNote error={error} />
        </div>
      )}
      {!isLoading && !error && shown.length === 0 && (
        <>
          <div className="max-xl:hidden">
            <Empty icon="send" title="Nothing in flight">
              Apply to a match and watch the form being filled here.
            </Empty>
          </div>
          {/* On small screens it stands above the matches, which are what there is to see. */}
          <p className="px-4 py-3 text-sm text-muted xl:hidden">Nothing yet. Apply to a match, and watch it here.</p>
        </>
      )}
      <ul className="divide-y">
        {shown.map((application) => (
          <Row key={application.id} application={application} />
        ))}
      </ul>
      {rest > 0 && (
        <Link href="/applications" className="border-t px-4 py-2.5 text-sm font-medium text-accent hover:underline">
          {rest} more
        </Link>
      )}
    </Panel>
  )
}

function Row({ application }: { application: Application }): ReactElement {
  const live = useLiveStep(application.id)
  const isRunning = groupOf(application) === 'running'
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-3 px-4 py-3 max-md:nth-[n+3]:hidden">
      <div className="min-w-0">
        <Link
          href={`/applications/${application.id}`}
          className="block truncate font-medium hover:text-accent hover:underline"
        >
          {application.job_title}
        </Link>
        <p className="truncate text-sm text-muted">{application.company}</p>
        <div className="mt-1.5">
          <ApplicationStatus application={application} />
        </div>
        {isRunning ? (
          <>
            <p className="mt-1.5 truncate text-xs text-muted">{application.progress.step || application.next_step}</p>
            <Meter
              className="mt-1"
              value={application.progress.percent}
              label={`Progress of ${application.job_title}`}
            />
          </>
        ) : (
          <p className="mt-1.5 text-xs text-muted">{application.reason?.message ?? application.next_step}</p>
        )}
      </div>
      {live?.screenshot_id && (
        <Screenshot id={live.screenshot_id} label={`Step ${live.step_no}: ${live.step}`} className="h-20 w-28" />
      )}
    </li>
  )
}
