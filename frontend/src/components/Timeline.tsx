/** What happened, newest first, and who caused it. */

import { useNow } from 'hooks/useNow'
import { useApplicationTracking } from 'hooks/useRealTime'

import { relativeTime } from 'lib/format'
import { CHANNELS } from 'lib/vocabulary'
import type { ReactElement } from 'react'
import type { Channel } from 'types/api'
import { Empty, ProblemNote, SkeletonRows } from 'ui/display'
import { Icon, type IconName } from 'ui/Icon'
import { Link } from 'wouter'

const ICONS: Record<Channel, IconName> = { system: 'cpu', user: 'user', email: 'mail', ats: 'layers', web: 'globe' }

export function Timeline({ applicationId }: { applicationId?: string }): ReactElement {
  const { events, isLoading, error } = useApplicationTracking(applicationId)
  const now = useNow()
  if (isLoading) return <SkeletonRows rows={3} className="h-9" />
  if (error)
    return (
      <div className="p-4">
        <ProblemNote error={error} />
      </div>
    )
  if (events.length === 0)
    return (
      <Empty icon="clock" title="Nothing happened yet">
        Every change of state, mail and page that concerns it is listed here.
      </Empty>
    )
  return (
    <ol className="grid gap-3 p-4">
      {events.map((event) => (
        <li key={event.id} className="flex gap-3">
          <span className="grid size-7 shrink-0 place-items-center rounded-full bg-sunken text-muted ring-1 ring-line">
            <Icon name={ICONS[event.source] ?? 'info'} className="size-3.5" />
          </span>
          <div className="min-w-0 flex-1">
            <p className="flex gap-2">
              {event.application_id && !applicationId ? (
                <Link
                  className="min-w-0 flex-1 hover:text-accent hover:underline"
                  href={`/applications/${event.application_id}`}
                >
                  {event.title}
                </Link>
              ) : (
                <span className="min-w-0 flex-1">{event.title}</span>
              )}
              <time
                className="text-xs whitespace-nowrap text-muted"
                dateTime={event.at}
                title={new Date(event.at).toLocaleString()}
              >
                {relativeTime(event.at, now)}
              </time>
            </p>
            <p className="text-xs break-words text-muted">
              {CHANNELS[event.source]}
              {event.detail && ` · ${event.detail}`}
            </p>
          </div>
        </li>
      ))}
    </ol>
  )
}
