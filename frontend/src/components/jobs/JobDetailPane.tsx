/** One job: its facts, why it fits, its text, and applying. */

import { ApplicationStatus } from 'components/applications/ApplicationStatus'
import { useNow } from 'hooks/useNow'
import { useRealTimeJobMatching } from 'hooks/useRealTime'
import { useSayOf } from 'hooks/useSayOf'
import { useJob } from 'hooks/useServerState'
import { useShortcuts } from 'hooks/useShortcuts'
import { hostOf, relativeTime, safeHref } from 'lib/format'
import { type ReactElement, useState } from 'react'
import type { Job, JobDetail, Verdict } from 'types/api'
import { Button } from 'ui/Button'
import { Avatar, ProblemNote, ScoreRing, SkeletonRows } from 'ui/display'
import { Icon } from 'ui/Icon'
import { Link, useLocation } from 'wouter'
import { ApplyDialog } from './ApplyDialog'
import { FeedbackButtons } from './FeedbackButtons'
import { JobDescription } from './JobDescription'
import { JobFacts } from './JobFacts'
import { AppliedElsewhere, JobPlaces } from './JobPlaces'
import { Reasons, ScoreParts } from './ScoreParts'
import { SecondReadingSection } from './SecondReading'

export function JobDetailPane({ id }: { id: string }): ReactElement {
  const detail = useJob(id)
  if (detail.isPending) return <SkeletonRows rows={5} className="h-16" />
  if (detail.error)
    return (
      <div className="p-4">
        <ProblemNote error={detail.error} retry={() => void detail.refetch()} />
      </div>
    )
  return <Detail detail={detail.data} />
}

function Detail({
  detail: { job, match, application, applied_elsewhere, places, feedback, description_html },
}: {
  detail: JobDetail
}): ReactElement {
  const [applying, setApplying] = useState(false)
  const [, navigate] = useLocation()
  const now = useNow()
  const href = safeHref(job.url)
  useShortcuts({
    a: () => (application ? navigate(`/applications/${application.id}`) : !job.closed_at && setApplying(true)),
  })
  return (
    <article aria-label={`${job.title} at ${job.company}`} className="grid gap-5 p-4 md:p-6">
      <header className="flex flex-wrap items-start gap-4">
        <Avatar name={job.company} className="size-11" />
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="text-xl font-semibold">{job.title}</h2>
          <p className="text-muted">
            <span className="font-medium text-soft">{job.company}</span>
            {job.location && ` · ${job.location}`} · {relativeTime(job.posted_at ?? job.first_seen_at, now)}
          </p>
          <div className="mt-2">
            <JobFacts job={job} />
          </div>
          {applied_elsewhere && <AppliedElsewhere application={applied_elsewhere} places={places} />}
        </div>
        <div className="flex flex-wrap gap-2">
          {href && (
            <a href={href} target="_blank" rel="noopener noreferrer" className="btn btn-secondary">
              <Icon name="external" className="size-4" />
              {hostOf(job.url)}
            </a>
          )}
          {application ? (
            <Link href={`/applications/${application.id}`} className="btn btn-secondary">
              <ApplicationStatus application={application} />
            </Link>
          ) : (
            <Button
              look="primary"
              icon="send"
              onClick={() => setApplying(true)}
              because={job.closed_at ? 'This job is no longer open.' : null}
            >
              Apply
            </Button>
          )}
        </div>
      </header>
      {match && (
        <section
          aria-label="Why it fits"
          className="grid gap-4 rounded-lg border bg-bg p-4 sm:grid-cols-[auto_minmax(0,1fr)]"
        >
          <ScoreRing score={match.match_score} size={64} />
          <div className="grid gap-4">
            <ScoreParts parts={match.parts} wide />
            <Reasons reasons={match.reasons} />
            <Say job={job} verdict={feedback} />
          </div>
        </section>
      )}
      <JobPlaces here={job.id} places={places} />
      <SecondReadingSection job={job} />
      <JobDescription html={description_html} language={job.language} />
      {applying && (
        <ApplyDialog
          targets={[{ job_id: job.id, job_title: job.title, company: job.company }]}
          onClose={() => setApplying(false)}
        />
      )}
    </article>
  )
}

/** What the person thinks of the job; the list of matches learns from it. */
function Say({ job, verdict }: { job: Job; verdict: Verdict | null }): ReactElement {
  const { giveFeedback } = useRealTimeJobMatching()
  const say = useSayOf(giveFeedback)
  const named = { job_id: job.id, job_title: job.title, company: job.company }
  return (
    <div className="flex flex-wrap items-center gap-1 border-t pt-3">
      <FeedbackButtons name={`${job.title} at ${job.company}`} verdict={verdict} onSay={(said) => say(named, said)} />
      <Button small look="ghost" icon="ban" onClick={() => say(named, 'not_this_company')}>
        Not this company
      </Button>
    </div>
  )
}
