/** Every page and its address. Pages are loaded when they are first opened. */

import { Shell } from 'components/Shell'
import { useMe } from 'hooks/useServerState'
import { page } from 'lib/page'
import { type ReactElement, type ReactNode, Suspense } from 'react'
import { ApiProblem } from 'services/dynamicAPI'
import { ErrorBoundary, ProblemNote, SkeletonRows } from 'ui/display'
import { Redirect, Route, Switch, useLocation } from 'wouter'

const AuthPage = page(() => import('pages/AuthPage'))
const WelcomePage = page(() => import('pages/WelcomePage'))
const RealTimeDashboard = page(() => import('components/dashboard/RealTimeDashboard'))
const JobsPage = page(() => import('pages/JobsPage'))
const ApplicationsPage = page(() => import('pages/ApplicationsPage'))
const ApplicationPage = page(() => import('pages/ApplicationPage'))
const BatchesPage = page(() => import('pages/BatchesPage'))
const BatchPage = page(() => import('pages/BatchPage'))
const InboxPage = page(() => import('pages/InboxPage'))
const InterviewsPage = page(() => import('pages/InterviewsPage'))
const AnalyticsPage = page(() => import('pages/AnalyticsPage'))
const ProfilePage = page(() => import('pages/ProfilePage'))
const SourcesPage = page(() => import('pages/SourcesPage'))
const SystemPage = page(() => import('pages/SystemPage'))
const NotFoundPage = page(() => import('pages/NotFoundPage'))

const PAGES = [
  AuthPage,
  WelcomePage,
  RealTimeDashboard,
  JobsPage,
  ApplicationsPage,
  ApplicationPage,
  BatchesPage,
  BatchPage,
  InboxPage,
  InterviewsPage,
  AnalyticsPage,
  ProfilePage,
  SourcesPage,
  SystemPage,
  NotFoundPage,
]

/** Loads the code of every page, so that the first look at one needs no server. A failure is met when it is opened. */
export function preloadPages(): void {
  for (const { preload } of PAGES) void preload()
}

export const HOME = '/real-time-dashboard'

export function AppRoutes(): ReactElement {
  return (
    <Suspense fallback={<SkeletonRows />}>
      <Switch>
        <Route path="/login">
          <AuthPage kind="login" />
        </Route>
        <Route path="/register">
          <AuthPage kind="register" />
        </Route>
        <Route>
          <SignedIn>
            <Pages />
          </SignedIn>
        </Route>
      </Switch>
    </Suspense>
  )
}

/** Shows its content to a person who is logged in, and the way in to everybody else. */
function SignedIn({ children }: { children: ReactNode }): ReactElement {
  const me = useMe()
  const [location] = useLocation()
  if (me.data) return <Shell me={me.data}>{children}</Shell>
  if (me.error instanceof ApiProblem && me.error.status === 401) {
    const next = location === '/' || location === HOME ? '' : `?next=${encodeURIComponent(location)}`
    return <Redirect to={`/login${next}`} replace />
  }
  if (me.error) {
    return (
      <main className="mx-auto grid min-h-dvh max-w-md content-center p-6">
        <h1 className="mb-3 text-xl font-semibold">Jobwire</h1>
        <ProblemNote error={me.error} retry={() => void me.refetch()} />
      </main>
    )
  }
  return <SkeletonRows />
}

function Pages(): ReactElement {
  const [location] = useLocation()
  return (
    <ErrorBoundary name="This page" key={location.split('/')[1]}>
      <Suspense fallback={<SkeletonRows />}>
        <Switch>
          <Route path="/">
            <Redirect to={HOME} replace />
          </Route>
          <Route path={HOME}>
            <RealTimeDashboard />
          </Route>
          <Route path="/welcome">
            <WelcomePage />
          </Route>
          <Route path="/jobs/:id?">{({ id }) => <JobsPage id={id ?? null} />}</Route>
          <Route path="/applications">
            <ApplicationsPage />
          </Route>
          <Route path="/applications/:id">{({ id }) => <ApplicationPage id={id} key={id} />}</Route>
          <Route path="/batches">
            <BatchesPage />
          </Route>
          <Route path="/batches/:id">{({ id }) => <BatchPage id={id} key={id} />}</Route>
          <Route path="/inbox">
            <InboxPage />
          </Route>
          <Route path="/interviews">
            <InterviewsPage />
          </Route>
          <Route path="/analytics">
            <AnalyticsPage />
          </Route>
          <Route path="/profile">
            <ProfilePage />
          </Route>
          <Route path="/sources">
            <SourcesPage />
          </Route>
          <Route path="/system">
            <SystemPage />
          </Route>
          <Route>
            <NotFoundPage />
          </Route>
        </Switch>
      </Suspense>
    </ErrorBoundary>
  )
}
