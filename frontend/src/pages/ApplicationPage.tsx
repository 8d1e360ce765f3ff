/** One application: where it stands, its run, its answers, documents, proof and history. */

import { AnswersReview } from 'components/applications/AnswersReview'
import { AppliedYourself } from 'components/applications/AppliedYourself'
import { BrowserTrouble } from 'components/applications/BrowserTrouble'
import { Documents } from 'components/applications/Documents'
import { DocumentsReview } from 'components/applications/DocumentsReview'
import { DoubtPanel, isInDoubt } from 'components/applications/Doubt'
import { EvidencePanel } from 'components/applications/Evidence'
import { LiveRun } from 'components/applications/LiveRun'
import { InterviewTime } from 'components/InterviewTime'
import { ObservationCard } from 'components/ObservationCard'
import { PageHeader } from 'components/PageHeader'
import { Timeline } from 'components/Timeline'
import { useNow } from 'hooks/useNow'
import { useDynamicApplications } from 'hooks/useRealTime'
import { useApplicationDetail } from 'hooks/useServerState'
import { isRunning } from 'lib/applicationGroups'
import { relativeTime } from 'lib/format'
import { storyOf } from 'lib/stateSentences'
import { STAGES, wordFor } from 'lib/vocabulary'
import { type ReactElement, useState } from 'react'
import type { ApplicationDetail } from 'types/api'
import { Button } from 'ui/Button'
import { Confirm } from 'ui/Dialog'
import { Badge, Panel, ProblemNote, SkeletonRows, TONE_CLASSES } from 'ui/display'
import { Icon } from 'ui/Icon'
import { showProblem } from 'ui/toasts'
import { Link } from 'wouter'

export default function ApplicationPage({ id }: { id: string }): ReactElement {
  const detail = useApplicationDetail(id)
  return (
    <>
      <Link
        href="/applications"
        className="mb-2 inline-flex items-center gap-1 text-sm font-medium text-muted hover:text-ink"
      >
        <Icon name="left" className="size-4" />
        Applications
      </Link>
      {detail.isPending && <SkeletonRows rows={4} className="h-24" />}
      <ProblemNote error={detail.error} retry={() => void detail.refetch()} />
      {detail.data && <Detail detail={detail.data} onStale={() => void detail.refetch()} />}
    </>
  )
}

function Detail({ detail, onStale }: { detail: ApplicationDetail; onStale: () => void }): ReactElement {
  const { application, snapshot, snapshot_sha256, documents, observations, interviews, allowed } = detail
  const running = isRunning(application)
  // Answers first while the person has to act on them; the run first while it goes on.
  const review = snapshot && (
    <AnswersReview key={snapshot_sha256 ?? 'open'} detail={detail} snapshot={snapshot} onStale={onStale} />
  )
  return (
    <>
      <PageHeader title={application.job_title} actions={<Actions detail={detail} />}>
        <Link href={`/jobs/${application.job_id}`} className="hover:text-accent hover:underline">
          {application.company}
          {detail.job?.location && ` · ${detail.job?.location}`}
        </Link>
        {application.batch_id && (
          <>
            {' · '}
            <Link href={`/batches/${application.batch_id}`} className="underline hover:text-accent">
              Its batch
            </Link>
          </>
        )}
      </PageHeader>
      <Story detail={detail} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-4">
          {application.status === 'queued' && <BrowserTrouble />}
          {isInDoubt(detail) && <DoubtPanel detail={detail} />}
          {application.status === 'failed_before_send' && allowed.includes('resolve_sent') && (
            <AppliedYourself application={application} />
          )}
          {running ? (
            <>
              <LiveRun application={application} />
              {review}
            </>
          ) : (
            <>
              {application.status === 'ready' && <DocumentsReview detail={detail} />}
              {review}
              {application.status === 'draft' && <DocumentsReview detail={detail} />}
              <LiveRun application={application} />
            </>
          )}
          <Documents documents={documents} />
        </div>
        <div className="grid min-w-0 gap-4">
          {interviews.length > 0 && (
            <Panel title="Interviews" count={interviews.length}>
              <ul className="divide-y">
                {interviews.map((interview) => (
                  <li key={interview.id} className="px-4 py-3">
                    <p className="font-medium">
                      {interview.summary}
                      {interview.cancelled && ' (called off)'}
                    </p>
                    <InterviewTime interview={interview} />
                  </li>
                ))}
              </ul>
            </Panel>
          )}
          {!isInDoubt(detail) && <EvidencePanel detail={detail} />}
          {observations.length > 0 && (
            <Panel title="What they wrote" count={observations.length}>
              <ul className="divide-y">
                {observations.map((item) => (
                  <ObservationCard key={item.id} observation={item} compact />
                ))}
              </ul>
            </Panel>
          )}
          <Panel title="Timeline">
            <Timeline applicationId={application.id} />
          </Panel>
        </div>
      </div>
    </>
  )
}

/** What is known, what is being done, what the person can do. */
function Story({ detail: { application, approved } }: { detail: ApplicationDetail }): ReactElement {
  const story = storyOf(application, approved)
  const stage = wordFor(STAGES, application.stage)
  const now = useNow()
  return (
    <section
      aria-label="Where it stands"
      className="panel mb-4 grid gap-x-6 gap-y-3 p-4 md:grid-cols-[auto_minmax(0,1fr)_minmax(0,1fr)]"
    >
      <div className="flex items-center gap-3 md:min-w-52">
        <span className={`grid size-10 shrink-0 place-items-center rounded-full ${TONE_CLASSES[story.tone]}`}>
          <Icon
            name={
              story.tone === 'good' ? 'check' : story.tone === 'bad' ? 'x' : story.tone === 'warn' ? 'bell' : 'pulse'
            }
            className="size-5"
          />
        </span>
        <div>
          <p className="font-semibold">{story.title}</p>
          {application.stage !== 'none' && (
            <div className="mt-0.5">
              <Badge tone={stage.tone}>{stage.label}</Badge>
            </div>
          )}
        </div>
      </div>
      <div className="text-sm">
        <p className="text-xs font-medium text-muted">Known</p>
        <p>{application.reason?.message ?? story.known}</p>
        {application.reason && <p className="text-muted">{story.known}</p>}
      </div>
      <div className="text-sm">
        <p className="text-xs font-medium text-muted">{story.you ? 'Up to you' : 'Next'}</p>
        <p>{story.you ?? (application.next_step || story.doing)}</p>
        {application.next_action_at && (
          <p className="text-muted">Next {relativeTime(application.next_action_at, now)}.</p>
        )}
      </div>
    </section>
  )
}

function Actions({ detail: { application, allowed } }: { detail: ApplicationDetail }): ReactElement {
  const { cancel, retry, withdraw } = useDynamicApplications()
  const [asking, setAsking] = useState<'cancel' | 'withdraw' | null>(null)
  const [busy, setBusy] = useState(false)
  const run = async (act: (id: string) => ReturnType<typeof cancel>) => {
    setBusy(true)
    const result = await act(application.id)
    setBusy(false)
    if (result.error) showProblem(result.error)
  }
  const close = () => setAsking(null)
  // Where it may have arrived, giving up is one of the answers to "What happened?".
  const canCancel = allowed.includes('cancel') && !allowed.includes('resolve_not_sent')
  return (
    <>
      {allowed.includes('retry') && (
        <Button look="primary" icon="refresh" busy={busy} onClick={() => void run(retry)}>
          Try again
        </Button>
      )}
      {canCancel && (
        <Button look="danger" icon="x" disabled={busy} onClick={() => setAsking('cancel')}>
          Cancel application
        </Button>
      )}
      {allowed.includes('withdraw') && (
        <Button look="danger" disabled={busy} onClick={() => setAsking('withdraw')}>
          I withdrew
        </Button>
      )}
      {asking === 'cancel' && (
        <Confirm
          danger
          title="Give this application up?"
          confirmLabel="Give it up"
          onClose={close}
          onConfirm={() => void run(cancel)}
        >
          Nothing was sent to {application.company}. A cancelled application cannot be taken up again.
        </Confirm>
      )}
      {asking === 'withdraw' && (
        <Confirm
          danger
          title="Note that you withdrew?"
          confirmLabel="I withdrew"
          onClose={close}
          onConfirm={() => void run(withdraw)}
        >
          Jobwire writes nothing to {application.company}: tell them yourself. The application is then closed here.
        </Confirm>
      )}
    </>
  )
}
