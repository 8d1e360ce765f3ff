/** The smaller panels of the live page: interviews, numbers, health. */

import { DailyChart, Funnel } from 'components/charts/charts'
import { InterviewTime } from 'components/InterviewTime'
import { useNow } from 'hooks/useNow'
import { useLiveAnalytics, useSystemHealth } from 'hooks/useRealTime'
import { upcoming, useInterviews } from 'hooks/useServerState'
import { cx } from 'lib/cx'
import { count, hours, percent, relativeTime, words } from 'lib/format'
import { HEALTH, wordFor } from 'lib/vocabulary'
import type { ReactElement } from 'react'
import { Badge, Empty, Figure, Panel, ProblemNote, SkeletonRows } from 'ui/display'
import { Link } from 'wouter'

const INTERVIEWS_SHOWN = 4

export function InterviewsPanel(): ReactElement {
  const interviews = useInterviews()
  const now = useNow()
  const next = upcoming(interviews.data?.items ?? [], now)
  return (
    <Panel
      title="Interviews"
      count={next.length || undefined}
      action={
        <Link href="/interviews" className="btn btn-ghost btn-small">
          All
        </Link>
      }
    >
      {interviews.isPending && <SkeletonRows rows={2} />}
      {interviews.error && (
        <div className="p-4">
          <ProblemNote error={interviews.error} />
        </div>
      )}
      {interviews.data && next.length === 0 && (
        <Empty icon="calendar" title="None coming up">
          An invitation by mail appears here with its date and time zone.
        </Empty>
      )}
      <ul className="divide-y">
        {next.slice(0, INTERVIEWS_SHOWN).map((interview) => (
          <li key={interview.id} className="px-4 py-3">
            <div className="flex items-baseline gap-2">
              <Link
                href={`/applications/${interview.application_id}`}
                className="min-w-0 truncate font-medium hover:text-accent hover:underline"
              >
                {interview.company}
              </Link>
              <span className="ml-auto text-xs whitespace-nowrap text-muted">
                {relativeTime(interview.starts_at, now)}
              </span>
            </div>
            <p className="truncate text-sm text-muted">{interview.job_title}</p>
            <div className="mt-1">
              <InterviewTime interview={interview} />
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

export function NumbersPanel(): ReactElement {
  const { analytics, isLoading, error, lastUpdated } = useLiveAnalytics()
  const now = useNow()
  return (
    <Panel
      title="Analytics"
      action={lastUpdated && <span className="text-xs text-muted">{relativeTime(lastUpdated.toISOString(), now)}</span>}
    >
      {isLoading && <SkeletonRows rows={3} />}
      {error && (
        <div className="p-4">
          <ProblemNote error={error} />
        </div>
      )}
      {analytics && (
        <div className="grid gap-5 p-4">
          <dl className="grid grid-cols-2 gap-4">
            <Figure label="Applied" value={count(analytics.applied)} />
            <Figure label="Response rate" value={percent(analytics.response_rate)} />
            <Figure label="Interviews" value={count(analytics.interviews)} />
            <Figure label="Median time to answer" value={hours(analytics.median_hours_to_answer)} />
          </dl>
          {analytics.funnel.some((step) => step.count > 0) && <Funnel steps={analytics.funnel} />}
          {analytics.daily.some((day) => day.applied + day.answered > 0) && (
            <DailyChart daily={analytics.daily} height={110} />
          )}
        </div>
      )}
    </Panel>
  )
}

const DOTS = { neutral: 'text-muted', accent: 'text-accent', good: 'text-good', warn: 'text-warn', bad: 'text-bad' }

export function HealthPanel(): ReactElement {
  const { services, isHealthy, health, isLoading, error } = useSystemHealth()
  return (
    <Panel
      title="System"
      action={
        health && (
          <Badge tone={isHealthy ? 'good' : 'warn'} dot>
            {isHealthy ? 'All well' : 'Look here'}
          </Badge>
        )
      }
    >
      {isLoading && <SkeletonRows rows={2} className="h-6" />}
      {error && (
        <div className="p-4">
          <ProblemNote error={error} />
        </div>
      )}
      <ul className="grid gap-2 p-4 empty:hidden">
        {services.map(({ service, status, message }) => {
          const word = wordFor(HEALTH, status)
          return (
            <li key={service} className="flex items-start gap-2.5 text-sm">
              <span
                aria-hidden="true"
                className={cx('mt-1.5 size-2 shrink-0 rounded-full bg-current', DOTS[word.tone])}
              />
              <span className="w-20 shrink-0 font-medium">{words(service)}</span>
              <span className="min-w-0 text-muted">
                <span className="sr-only">{word.label}. </span>
                {message || word.label}
              </span>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
