/** Every page and its address. Pages are loaded when they are first opened. */

import { Shell } from 'components/Shell'
import { useMe } from 'hooks/useServerState'
import { loadPage } from 'lib/loadPage'
import { lazy, type ReactElement, type ReactNode, Suspense } from 'react'
import { ApiProblem } from 'services/dynamicAPI'
import { ErrorBoundary, ProblemNote, SkeletonRows } from 'ui/display'
import { Redirect, Route, Switch, useLocation } from 'wouter'

const PAGES = {
  AuthPage: () => import('pages/AuthPage'),
  WelcomePage: () => import('pages/WelcomePage'),
  RealTimeDashboard: () => import('components/dashboard/RealTimeDashboard'),
  JobsPage: () => import('pages/JobsPage'),
  ApplicationsPage: () => import('pages/ApplicationsPage'),
  ApplicationPage: () => import('pages/ApplicationPage'),
  InboxPage: () => import('pages/InboxPage'),
  InterviewsPage: () => import('pages/InterviewsPage'),
  AnalyticsPage: () => import('pages/AnalyticsPage'),
  ProfilePage: () => import('pages/ProfilePage'),
  SourcesPage: () => import('pages/SourcesPage'),
  SystemPage: () => import('pages/SystemPage'),
  NotFoundPage: () => import('pages/NotFoundPage'),
}

const AuthPage = lazy(() => loadPage(PAGES.AuthPage))
const WelcomePage = lazy(() => loadPage(PAGES.WelcomePage))
const RealTimeDashboard = lazy(() => loadPage(PAGES.RealTimeDashboard))
const JobsPage = lazy(() => loadPage(PAGES.JobsPage))
const ApplicationsPage = lazy(() => loadPage(PAGES.ApplicationsPage))
const ApplicationPage = lazy(() => loadPage(PAGES.ApplicationPage))
const InboxPage = lazy(() => loadPage(PAGES.InboxPage))
const InterviewsPage = lazy(() => loadPage(PAGES.InterviewsPage))
const AnalyticsPage = lazy(() => loadPage(PAGES.AnalyticsPage))
const ProfilePage = lazy(() => loadPage(PAGES.ProfilePage))
const SourcesPage = lazy(() => loadPage(PAGES.SourcesPage))
const SystemPage = lazy(() => loadPage(PAGES.SystemPage))
const NotFoundPage = lazy(() => loadPage(PAGES.NotFoundPage))

/** Loads the code of every page, so that the first look at one needs no server. A failure is met when it is opened. */
export function preloadPages(): void {
  for (const load of Object.values(PAGES)) load().catch(() => null)
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
