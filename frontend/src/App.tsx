/** The application: one live view, one query cache, the routes. */
import { QueryClientProvider } from '@tanstack/react-query'
import { LiveContext } from 'hooks/useLive'
import type { ReactElement } from 'react'
import { type LiveSession, sharedLiveSession } from 'services/liveSession'
import { ErrorBoundary } from 'ui/display'
import { Toasts } from 'ui/toasts'
import { AppRoutes } from './Routes'

export function App({ live = sharedLiveSession() }: { live?: LiveSession }): ReactElement {
  return (
    <LiveContext value={live}>
      <QueryClientProvider client={live.client}>
        <ErrorBoundary name="Jobwire">
          <AppRoutes />
        </ErrorBoundary>
        <Toasts />
      </QueryClientProvider>
    </LiveContext>
  )
}
