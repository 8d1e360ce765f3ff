/** Every application, by who has to move next; batches with their progress. */

import { ApplicationStatus } from 'components/applications/ApplicationStatus'
import { AutopilotStrip } from 'components/applications/AutopilotStrip'
import { PageHeader } from 'components/PageHeader'
import { useListKeys } from 'hooks/useListKeys'
import { useNow } from 'hooks/useNow'
import { useDynamicApplications } from 'hooks/useRealTime'
import {
  type BatchProgress,
  batchProgress,
  GROUP_LABELS,
  GROUPS,
  type Group,
  grouped,
  groupOf,
  isRunning,
} from 'lib/applicationGroups'
import { cx } from 'lib/cx'
import { plural, relativeTime } from 'lib/format'
import { type ReactElement, useMemo, useState } from 'react'
import type { Application } from 'types/api'
import { Button } from 'ui/Button'
import { Avatar, Empty, Meter, Panel, ProblemNote, SkeletonRows } from 'ui/display'
import { Segmented, TextField } from 'ui/Field'
import { Link, useLocation } from 'wouter'

type Shown = Group | 'all'

const HINTS: Record<Group, string> = {
  waiting: 'Answer, review or decide. Nothing goes out before that.',
  running: 'Being filled, sent or checked right now.',
  sent: 'With the employer. Answers appear here as they come.',
  ended: 'Answered with a no, given up, or silent for too long.',
}

export default function ApplicationsPage(): ReactElement {
  const { applications, hasMore, loadMore, isLoading, error } = useDynamicApplications()
  const [shown, setShown] = useState<Shown>('all')
  const [q, setQ] = useState('')
  const [, navigate] = useLocation()
  const found = useMemo(() => {
    const wanted = q.trim().toLowerCase()
    return wanted
      ? applications.filter((item) => `${item.job_title} ${item.company}`.toLowerCase().includes(wanted))
      : applications
  }, [applications, q])
  const groups = grouped(found)
  const visible = GROUPS.filter((group) => (shown === 'all' || shown === group) && groups[group].length > 0)
  const { selected } = useListKeys({
    ids: visible.flatMap((group) => groups[group].map((item) => item.id)),
    onOpen: (id) => navigate(`/applications/${id}`),
  })
  const options = [
    { value: 'all' as Shown, label: 'All' },
    ...GROUPS.map((group) => ({
      value: group as Shown,
      label: `${GROUP_LABELS[group]} ${groups[group].length || ''}`.trim(),
    })),
  ]
  return (
    <>
      <PageHeader
        title="Applications"
        actions={
          applications.length > 0 && (
            <>
              <div className="w-52">
                <TextField
                  labelHidden
                  label="Search applications"
                  type="search"
                  placeholder="Title or company"
                  value={q}
                  onChange={(event) => setQ(event.target.value)}
                />
              </div>
              <Segmented label="Show" options={options} value={shown} onChange={setShown} />
            </>
          )
        }
      >
        What we did, and what they answered.
      </PageHeader>
      <AutopilotStrip />
      <ProblemNote error={error} />
      {isLoading && <SkeletonRows />}
      {!isLoading && !error && applications.length === 0 && (
        <div className="panel">
          <Empty
            icon="send"
            title="No applications yet"
            action={
              <Link href="/real-time-dashboard" className="btn btn-primary">
                To your matches
              </Link>
            }
          >
            Apply to a match. The form is filled for you, and you approve what is sent.
          </Empty>
        </div>
      )}
      <div className="grid gap-4">
        <Batches applications={applications} />
        {visible.map((group) => (
          <Panel
            key={group}
            title={GROUP_LABELS[group]}
            count={groups[group].length}
            action={<span className="hidden text-sm text-muted md:block">{HINTS[group]}</span>}
          >
            <ul className="divide-y">
              {groups[group].map((item) => (
                <Row key={item.id} application={item} selected={item.id === selected} />
              ))}
            </ul>
          </Panel>
        ))}
        {hasMore && (
          <Button look="ghost" onClick={() => void loadMore()}>
            Show older applications
          </Button>
        )}
        {applications.length > 0 && visible.length === 0 && (
          <div className="panel">
            <Empty icon="search" title="Nothing here">
              No application fits what you chose above.
            </Empty>
          </div>
        )}
      </div>
    </>
  )
}

function Row({ application, selected }: { application: Application; selected: boolean }): ReactElement {
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
        {isRunning(application) ? (
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
        {next_action_at && groupOf(application) !== 'ended' && (
          <span className="md:block"> next {relativeTime(next_action_at, now)}</span>
        )}
      </p>
    </li>
  )
}

/** Batches that still have something running. */
function Batches({ applications }: { applications: readonly Application[] }): ReactElement | null {
  const batches = batchProgress(applications).filter(({ done, applications: all }) => done < all.length)
  if (batches.length === 0) return null
  return (
    <>
      {batches.map((batch) => (
        <Batch key={batch.batchId} batch={batch} />
      ))}
    </>
  )
}

function Batch({ batch }: { batch: BatchProgress }): ReactElement {
  return (
    <Panel
      title={`Batch of ${batch.applications.length}`}
      action={
        <span className="tnum text-sm text-muted" role="status">
          {batch.done} of {batch.applications.length} done
          {batch.waiting > 0 && `, ${batch.waiting} ${batch.waiting === 1 ? 'waits' : 'wait'} for you`}
        </span>
      }
    >
      <div className="px-4 pt-3">
        <Meter value={batch.percent} label={`Progress of the batch of ${plural(batch.applications.length, 'job')}`} />
      </div>
      <ul className="grid gap-x-6 gap-y-2 p-4 sm:grid-cols-2 xl:grid-cols-3">
        {batch.applications.map((item) => (
          <li key={item.id} className="min-w-0 text-sm">
            <div className="flex gap-2">
              <Link
                href={`/applications/${item.id}`}
                className="truncate font-medium hover:text-accent hover:underline"
              >
                {item.job_title}
              </Link>
              <span className="tnum ml-auto text-muted">{isRunning(item) ? `${item.progress.percent}%` : ''}</span>
            </div>
            <Meter
              className="mt-1"
              value={isRunning(item) ? item.progress.percent : 100}
              tone={groupOf(item) === 'waiting' ? 'warn' : 'accent'}
              label={`Progress of ${item.job_title}`}
            />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
