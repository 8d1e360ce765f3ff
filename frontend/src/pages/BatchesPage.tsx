/** Every batch, newest first. */

import { BatchSummary } from 'components/applications/BatchSummary'
import { PageHeader } from 'components/PageHeader'
import { useBatches } from 'hooks/useServerState'
import type { ReactElement } from 'react'
import { Empty, ProblemNote, SkeletonRows } from 'ui/display'
import { Icon } from 'ui/Icon'
import { Link } from 'wouter'

export default function BatchesPage(): ReactElement {
  const batches = useBatches()
  return (
    <>
      <Link href="/applications" className="mb-2 inline-flex items-center gap-1 text-sm text-muted hover:text-ink">
        <Icon name="left" className="size-4" /> Applications
      </Link>
      <PageHeader title="Batches">Jobs you applied to in one go.</PageHeader>
      {batches.isPending && <SkeletonRows />}
      <ProblemNote error={batches.error} retry={() => void batches.refetch()} />
      {batches.data?.items.length === 0 && (
        <div className="panel">
          <Empty
            icon="layers"
            title="No batches yet"
            action={
              <Link href="/jobs" className="btn btn-primary">
                To the jobs
              </Link>
            }
          >
            Select several jobs in the list, up to 50, and apply to all of them. Each form is filled for you, and you
            approve each before it is sent.
          </Empty>
        </div>
      )}
      <div className="grid gap-4">
        {batches.data?.items.map((batch) => (
          <BatchSummary key={batch.id} batch={batch} />
        ))}
      </div>
    </>
  )
}
