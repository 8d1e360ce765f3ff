/** Interviews: in the person's time zone and the employer's, and into a calendar. */

import { InterviewTime } from 'components/InterviewTime'
import { PageHeader } from 'components/PageHeader'
import { useListKeys } from 'hooks/useListKeys'
import { useNow } from 'hooks/useNow'
import { upcoming, useInterviews } from 'hooks/useServerState'
import { saveInvitation } from 'lib/calendar'
import { hostOf, ownTimeZone, relativeTime, safeHref } from 'lib/format'
import type { ReactElement } from 'react'
import { calendarUrl } from 'services/dynamicAPI'
import type { ListedInterview } from 'types/api'
import { Button } from 'ui/Button'
import { Badge, Empty, Panel, ProblemNote, SkeletonRows } from 'ui/display'
import { Icon } from 'ui/Icon'
import { Link, useLocation } from 'wouter'

export default function InterviewsPage(): ReactElement {
  const interviews = useInterviews()
  const now = useNow()
  const [, navigate] = useLocation()
  const all = interviews.data?.items ?? []
  const next = upcoming(all, now)
  const past = all
    .filter((interview) => !next.includes(interview))
    .sort((a, b) => b.starts_at.localeCompare(a.starts_at))
  const shown = [...next, ...past]
  const { selected } = useListKeys({
    ids: shown.map((interview) => interview.id),
    onOpen: (id) => {
      const found = shown.find((interview) => interview.id === id)
      if (found) navigate(`/applications/${found.application_id}`)
    },
  })
  return (
    <>
      <PageHeader
        title="Interviews"
        actions={
          all.length > 0 && (
            <a className="btn btn-secondary" href={calendarUrl()}>
              <Icon name="calendar" className="size-4" />
              All as iCalendar
            </a>
          )
        }
      >
        Times are in your zone, {ownTimeZone()}.
      </PageHeader>
      <ProblemNote error={interviews.error} retry={() => void interviews.refetch()} />
      {interviews.isPending && <SkeletonRows />}
      {interviews.data && all.length === 0 && (
        <div className="panel">
          <Empty
            icon="calendar"
            title="No interviews yet"
            action={
              <Link href="/inbox" className="btn btn-secondary">
                Link a mailbox
              </Link>
            }
          >
            When an employer invites you by mail, the date, time zone and place appear here.
          </Empty>
        </div>
      )}
      <div className="grid gap-4">
        {next.length > 0 && (
          <Panel title="Coming up" count={next.length}>
            <List interviews={next} now={now} selected={selected} />
          </Panel>
        )}
        {past.length > 0 && (
          <Panel title="Past and called off" count={past.length}>
            <List interviews={past} now={now} selected={selected} />
          </Panel>
        )}
      </div>
    </>
  )
}

function List({
  interviews,
  now,
  selected,
}: {
  interviews: readonly ListedInterview[]
  now: number
  selected: string | null
}): ReactElement {
  return (
    <ul className="divide-y">
      {interviews.map((interview) => (
        <li
          key={interview.id}
          data-row={interview.id}
          aria-current={interview.id === selected || undefined}
          className={`grid gap-3 px-4 py-4 sm:grid-cols-[3.5rem_minmax(0,1fr)_auto] ${interview.id === selected ? 'bg-accent-soft/60' : ''}`}
        >
          <DayTile iso={interview.starts_at} />
          <div className="min-w-0">
            <p className="flex flex-wrap items-center gap-2">
              <Link
                href={`/applications/${interview.application_id}`}
                className="font-semibold hover:text-accent hover:underline"
              >
                {interview.company}
              </Link>
              {interview.cancelled ? (
                <Badge tone="bad">Called off</Badge>
              ) : (
                <span className="text-sm text-muted">{relativeTime(interview.starts_at, now)}</span>
              )}
            </p>
            <p className="text-sm text-muted">
              {interview.summary} · {interview.job_title}
            </p>
            <div className="mt-1.5">
              <InterviewTime interview={interview} />
            </div>
            <Place location={interview.location} />
            {interview.organizer && <p className="text-xs text-muted">Invited by {interview.organizer}</p>}
          </div>
          {!interview.cancelled && (
            <div>
              <Button
                small
                icon="calendar"
                onClick={() => saveInvitation(interview)}
                aria-label={`Add to calendar: ${interview.company}`}
              >
                Add to calendar
              </Button>
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}

function DayTile({ iso }: { iso: string }): ReactElement {
  const day = new Date(iso)
  return (
    <div
      aria-hidden="true"
      className="hidden size-14 place-content-center rounded-md bg-accent-soft text-center text-accent sm:grid"
    >
      <span className="text-xs font-medium uppercase">{day.toLocaleDateString('en', { month: 'short' })}</span>
      <span className="tnum text-xl leading-6 font-semibold">{day.getDate()}</span>
    </div>
  )
}

function Place({ location }: { location: string }): ReactElement | null {
  if (!location) return null
  const href = safeHref(location)
  if (href)
    return (
      <p className="text-sm">
        <a href={href} target="_blank" rel="noopener noreferrer" className="text-accent underline">
          Video call on {hostOf(location)}
        </a>
      </p>
    )
  return (
    <p className="flex items-center gap-1 text-sm text-muted">
      <Icon name="pin" className="size-3.5" />
      {location}
    </p>
  )
}
