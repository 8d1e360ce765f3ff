/** The live page: what matched, what is being sent, what was answered, as it happens. */

import { PageHeader } from 'components/PageHeader'
import { useDynamicApplications, useRealTimeConnection, useRealTimeJobMatching } from 'hooks/useRealTime'
import { groupOf } from 'lib/applicationGroups'
import { count, plural } from 'lib/format'
import type { ReactElement } from 'react'
import { ErrorBoundary } from 'ui/display'
import { InFlightPanel } from './InFlightPanel'
import { MatchesPanel } from './MatchesPanel'
import { HealthPanel, InterviewsPanel, NumbersPanel } from './SidePanels'

export function RealTimeDashboard(): ReactElement {
  return (
    <>
      <Headline />
      {/* One column on small screens, in the order of urgency; the matches take the wide column else. */}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1fr)_23rem] xl:grid-rows-[auto_auto_auto_1fr]">
        <ErrorBoundary name="In flight">
          <InFlightPanel />
        </ErrorBoundary>
        <div className="min-w-0 xl:col-start-1 xl:row-span-4 xl:row-start-1">
          <ErrorBoundary name="Live matches">
            <MatchesPanel />
          </ErrorBoundary>
        </div>
        <ErrorBoundary name="Interviews">
          <InterviewsPanel />
        </ErrorBoundary>
        <ErrorBoundary name="Analytics">
          <NumbersPanel />
        </ErrorBoundary>
        <ErrorBoundary name="System">
          <HealthPanel />
        </ErrorBoundary>
      </div>
    </>
  )
}

function Headline(): ReactElement {
  const { isConnected } = useRealTimeConnection()
  const { isMatching, progress } = useRealTimeJobMatching()
  const { applications } = useDynamicApplications()
  const waiting = applications.filter((application) => groupOf(application) === 'waiting').length
  const parts = [
    isMatching
      ? progress.total > 0
        ? `Watching ${count(progress.total)} open jobs`
        : 'Matching is on'
      : 'Matching is off',
    waiting > 0 ? `${plural(waiting, 'application')} ${waiting === 1 ? 'waits' : 'wait'} for you` : null,
    isConnected ? null : 'what you see may be a moment old',
  ].filter(Boolean)
  return <PageHeader title="Live">{parts.join(' · ')}.</PageHeader>
}

export default RealTimeDashboard
