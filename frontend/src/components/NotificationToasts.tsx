/** Turns what the system and the applications say into short messages. */

import { useLiveSession } from 'hooks/useLive'
import { useLiveEvents } from 'hooks/useRealTime'
import { dateTime } from 'lib/format'
import type { Tone } from 'lib/vocabulary'
import { useCallback } from 'react'
import { queryKeys } from 'services/queryKeys'
import type { Application, Page } from 'types/api'
import type { Envelope, EventType } from 'types/events'
import { showToast } from 'ui/toasts'

const SPOKEN: readonly EventType[] = [
  'system_notification',
  'application_completed',
  'application_failed',
  'interview_scheduled',
]
const TONES: Record<'info' | 'warning' | 'error', Tone> = { info: 'accent', warning: 'warn', error: 'bad' }
/** Replayed events older than this are history, not news. */
export const NEWS_MS = 60_000

export function NotificationToasts(): null {
  const { client } = useLiveSession()
  const speak = useCallback(
    (event: Envelope) => {
      if (Date.now() - Date.parse(event.at) > NEWS_MS) return
      const titleOf = (id: string) =>
        client.getQueryData<Page<Application>>(queryKeys.applications)?.items.find((item) => item.id === id)
      if (event.type === 'system_notification') {
        showToast({ tone: TONES[event.data.level] ?? 'accent', title: event.data.title, message: event.data.message })
      } else if (event.type === 'application_completed') {
        const known = titleOf(event.data.application_id)
        showToast({
          tone: 'good',
          title: 'Application sent',
          message: known && `${known.job_title} at ${known.company}`,
        })
      } else if (event.type === 'application_failed') {
        const known = titleOf(event.data.application_id)
        showToast({
          tone: 'warn',
          title: known ? `${known.job_title} needs you` : 'An application needs you',
          message: event.data.reason.message,
        })
      } else if (event.type === 'interview_scheduled') {
        const { interview, company } = event.data
        const what = interview.cancelled ? 'called off' : dateTime(interview.starts_at)
        showToast({ tone: 'good', title: `Interview with ${company}`, message: what })
      }
    },
    [client],
  )
  useLiveEvents(SPOKEN, speak)
  return null
}
