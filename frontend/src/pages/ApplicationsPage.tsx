/** Every application, by who has to move next; batches with their progress. */

import { ApplicationRow } from 'components/applications/ApplicationRow'
import { AutopilotStrip } from 'components/applications/AutopilotStrip'
import { BatchSummary } from 'components/applications/BatchSummary'
import { PageHeader } from 'components/PageHeader'
import { useListKeys } from 'hooks/useListKeys'
import { useDynamicApplications } from 'hooks/useRealTime'
import { useBatches } from 'hooks/useServerState'
import { GROUP_LABELS, GROUPS, type Group, grouped, isOpenBatch } from 'lib/applicationGroups'
import { type ReactElement, useMemo, useState } from 'react'
import { Button } from 'ui/Button'
import { Empty, Panel, ProblemNote, SkeletonRows } from 'ui/display'
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
              <Link href="/batches" className="btn btn-ghost">
                Batches
              </Link>
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
        <OpenBatches />
        {visible.map((group) => (
          <Panel
            key={group}
            title={GROUP_LABELS[group]}
            count={groups[group].length}
            action={<span className="hidden text-sm text-muted md:block">{HINTS[group]}</span>}
          >
            <ul className="divide-y">
              {groups[group].map((item) => (
                <ApplicationRow key={item.id} application={item} selected={item.id === selected} />
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

/** Batches of which something is still to come. */
function OpenBatches(): ReactElement | null {
  const batches = useBatches()
  const open = (batches.data?.items ?? []).filter(isOpenBatch)
  return (
    <>
      {open.map((batch) => (
        <BatchSummary key={batch.id} batch={batch} />
      ))}
    </>
  )
}
