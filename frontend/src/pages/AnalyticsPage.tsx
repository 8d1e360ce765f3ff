/** The numbers of the search. */

import { DailyChart, Funnel } from 'components/charts/charts'
import { SkillGains } from 'components/charts/SkillGains'
import { PageHeader } from 'components/PageHeader'
import { Timeline } from 'components/Timeline'
import { useNow } from 'hooks/useNow'
import { useApplicationTracking, useLiveAnalytics } from 'hooks/useRealTime'
import { count, hours, percent, relativeTime } from 'lib/format'
import { STAGES, STATES } from 'lib/vocabulary'
import type { ReactElement } from 'react'
import type { Stage, State } from 'types/api'
import { Button } from 'ui/Button'
import { Empty, Figure, Meter, Panel, ProblemNote, SkeletonRows } from 'ui/display'
import { Link } from 'wouter'

export default function AnalyticsPage(): ReactElement {
  const { analytics, refresh, lastUpdated, isLoading, error } = useLiveAnalytics()
  const now = useNow()
  return (
    <>
      <PageHeader
        title="Analytics"
        actions={
          <Button icon="refresh" onClick={() => void refresh()}>
            Count again
          </Button>
        }
      >
        {lastUpdated
          ? `Counted ${relativeTime(lastUpdated.toISOString(), now)}; changes by itself.`
          : 'Changes by itself.'}
      </PageHeader>
      <ProblemNote error={error} retry={() => void refresh()} />
      {isLoading && <SkeletonRows />}
      {analytics && (
        <div className="grid gap-4">
          <section aria-label="In numbers" className="panel p-5">
            <dl className="grid grid-cols-2 gap-x-4 gap-y-6 sm:grid-cols-3 xl:grid-cols-6">
              <Figure label="Open matches" value={count(analytics.matches)} />
              <Figure
                label="Applied"
                value={count(analytics.applied)}
                note={`${count(analytics.applications)} begun`}
              />
              <Figure
                label="Response rate"
                value={percent(analytics.response_rate)}
                note={`${count(analytics.answered)} answered`}
              />
              <Figure label="Interviews" value={count(analytics.interviews)} />
              <Figure label="Offers" value={count(analytics.offers)} note={`${count(analytics.rejected)} rejected`} />
              <Figure label="Median time to answer" value={hours(analytics.median_hours_to_answer)} />
            </dl>
          </section>
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <Panel title="Funnel">
              <div className="p-4">
                <Funnel steps={analytics.funnel} />
              </div>
            </Panel>
            <Panel title="Last 30 days">
              {analytics.daily.some((day) => day.applied + day.answered > 0) ? (
                <div className="p-4">
                  <DailyChart daily={analytics.daily} height={190} />
                </div>
              ) : (
                <Empty
                  icon="chart"
                  title="Nothing sent yet"
                  action={
                    <Link href="/real-time-dashboard" className="btn btn-secondary">
                      To your matches
                    </Link>
                  }
                >
                  Days with applications and answers appear here.
                </Empty>
              )}
            </Panel>
            <SkillGains />
            <Breakdown />
            <Panel title="Latest">
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reachable by keyboard. */}
              <section className="max-h-[28rem] overflow-y-auto" tabIndex={0} aria-label="Latest events">
                <Timeline />
              </section>
            </Panel>
          </div>
        </div>
      )}
    </>
  )
}

function Breakdown(): ReactElement {
  const { trackingSummary } = useApplicationTracking()
  const total = Math.max(1, trackingSummary?.total ?? 1)
  const rows = [
    ...Object.entries(trackingSummary?.by_state ?? {}).map(([word, value]) => ({
      key: word,
      word: STATES[word as State],
      value,
    })),
    ...Object.entries(trackingSummary?.by_stage ?? {})
      .filter(([word]) => word !== 'none')
      .map(([word, value]) => ({ key: `stage-${word}`, word: STAGES[word as Stage], value })),
  ].filter(({ word, value }) => word && value > 0)
  return (
    <Panel title="Where they stand" count={trackingSummary?.total}>
      {rows.length === 0 && (
        <Empty icon="send" title="No applications yet">
          Begin one and its state shows here.
        </Empty>
      )}
      <ul className="grid gap-2.5 p-4 empty:hidden">
        {rows.map(({ key, word, value }) => (
          <li key={key} className="grid grid-cols-[9rem_minmax(0,1fr)_2rem] items-center gap-3 text-sm">
            <span className="truncate text-muted">{word.label}</span>
            <Meter value={(value / total) * 100} tone={word.tone} label={word.label} />
            <span className="tnum text-right">{value}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
