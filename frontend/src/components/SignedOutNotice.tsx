/** Says that the session ended, and keeps what is on screen until the person logs in again. */

import { useRealTimeConnection } from 'hooks/useRealTime'
import type { ReactElement } from 'react'
import type { StopReason } from 'services/realTimeService'
import { Note } from 'ui/display'
import { Link, useLocation } from 'wouter'

const SENTENCES: Record<StopReason, string> = {
  signed_out: 'Your session has ended. What you see may be old.',
  forbidden:
    'The server refuses live updates to this page. Its address has to be in ALLOWED_HOSTS and CORS_ALLOWED_ORIGINS.',
  protocol: 'This page and the server do not understand each other. Reload the page to get the current version.',
}

export function SignedOutNotice(): ReactElement | null {
  const { status, stopReason } = useRealTimeConnection()
  const [location] = useLocation()
  if (status !== 'stopped' || !stopReason) return null
  return (
    <div className="px-4 pt-4 md:px-7">
      <Note tone="warn" icon="warning">
        {SENTENCES[stopReason]}{' '}
        {stopReason === 'signed_out' && (
          <Link className="font-semibold underline" href={`/login?next=${encodeURIComponent(location)}`}>
            Log in again
          </Link>
        )}
      </Note>
    </div>
  )
}
