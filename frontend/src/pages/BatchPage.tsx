/** One batch: how far it is in all, and each of its applications by who has to move next. */

import { ApplicationRow } from 'components/applications/ApplicationRow'
import { BatchSummary } from 'components/applications/BatchSummary'
import { PageHeader } from 'components/PageHeader'
import { useListKeys } from 'hooks/useListKeys'
import { useNow } from 'hooks/useNow'
import { useBatch } from 'hooks/useServerState'
import { GROUP_LABELS, type Group, groupOf, isOpenBatch, percentOf } from 'lib/applicationGroups'
import { relativeTime } from 'lib/format'
import { type ReactElement, useState } from 'react'
import type { Application, BatchDetail } from 'types/api'
import { Empty, Panel, ProblemNote, SkeletonRows } from 'ui/display'
import { Segmented } from 'ui/Field'
import { Icon } from 'ui/Icon'
import { Link, useLocation } from 'wouter'

/** As on the list of applications, but what only waits in line is apart from what runs. */
type Part = Group | 'in_line'

const PARTS: readonly Part[] = ['waiting', 'running', 'in_line', 'sent', 'ended']
const LABELS: Record<Part, string> = { ...GROUP_LABELS, in_line: 'In line' }

const partOf = (application: Application): Part => (application.status === 'queued' ? 'in_line' : groupOf(application))

export default function BatchPage({ id }: { id: string }): ReactElement {
  const batch = useBatch(id)
  return (
    <>
      <Link href="/batches" className="mb-2 inline-flex items-center gap-1 text-sm text-muted hover:text-ink">
        <Icon name="left" className="size-4" /> Batches
      </Link>
      {batch.isPending && <SkeletonRows />}
      {batch.error && <ProblemNote error={batch.error} retry={() => void batch.refetch()} />}
      {batch.data && <Loaded detail={batch.data} />}
    </>
  )
}

function Loaded({ detail: { batch, applications } }: { detail: BatchDetail }): ReactElement {
  const now = useNow()
  const [, navigate] = useLocation()
  const [shown, setShown] = useState<Part | 'all'>('all')
  // By name: a row moves only when somebody else has to move next.
  const inOrder = [...applications].sort(
    (a, b) => a.job_title.localeCompare(b.job_title, undefined, { numeric: true }) || a.id.localeCompare(b.id),
  )
  const of = (part: Part) => inOrder.filter((application) => partOf(application) === part)
  const filled = PARTS.filter((part) => of(part).length > 0)
  // What was chosen may have become empty meanwhile.
  const chosen = shown === 'all' || filled.includes(shown) ? shown : 'all'
  const visible = filled.filter((part) => chosen === 'all' || part === chosen)
  const { selected } = useListKeys({
    ids: visible.flatMap((part) => of(part).map((application) => application.id)),
    onOpen: (id) => navigate(`/applications/${id}`),
  })
  const options = [
    { value: 'all' as Part | 'all', label: 'All' },
    ...filled.map((part) => ({ value: part as Part | 'all', label: `${LABELS[part]} ${of(part).length}` })),
  ]
  return (
    <>
      <PageHeader
        title={`Batch of ${batch.jobs}`}
        actions={filled.length > 1 && <Segmented label="Show" options={options} value={chosen} onChange={setShown} />}
      >
        Begun {relativeTime(batch.created_at, now)}. Each is reviewed and approved by itself.
      </PageHeader>
      <div className="grid gap-4">
        <BatchSummary batch={batch} percent={percentOf(applications)} linked={false} />
        {!isOpenBatch(batch) && (
          <div className="panel">
            <Empty
              icon="check"
              title="This batch is done"
              action={
                <Link href="/jobs" className="btn btn-primary">
                  Choose more jobs
                </Link>
              }
            >
              Nothing of it is left to fill, to review or to send. Answers appear with each application as they come.
            </Empty>
          </div>
        )}
        {visible.map((part) => (
          <Panel key={part} title={LABELS[part]} count={of(part).length}>
            <ul className="divide-y">
              {of(part).map((application) => (
                <ApplicationRow key={application.id} application={application} selected={application.id === selected} />
              ))}
            </ul>
          </Panel>
        ))}
      </div>
    </>
  )
}
