/** Matching: start, stop, progress, and the matches as they are scored. */

import { ApplyDialog, type ApplyTarget } from 'components/jobs/ApplyDialog'
import { MatchRow } from 'components/jobs/MatchRow'
import { ReadTopBar } from 'components/jobs/ReadTopBar'
import { TuneDialog } from 'components/jobs/TuneDialog'
import { useDebounced } from 'hooks/useDebounced'
import { useListKeys } from 'hooks/useListKeys'
import { useNow } from 'hooks/useNow'
import { MATCHES_PER_PAGE, useDynamicApplications, useRealTimeJobMatching } from 'hooks/useRealTime'
import { useSayOf } from 'hooks/useSayOf'
import { useSecondReadings } from 'hooks/useSecondReadings'
import { useFeedback } from 'hooks/useServerState'
import { count } from 'lib/format'
import { type ReactElement, useCallback, useMemo, useState } from 'react'
import { MATCHES_KEPT } from 'services/liveCache'
import type { Match, Said } from 'types/api'
import { Button } from 'ui/Button'
import { Empty, Meter, Panel, ProblemNote, SkeletonRows } from 'ui/display'
import { Link, useLocation } from 'wouter'

/** How high a row is, about; what stands above the list takes the place of another one. */
const ROW_PX = 168

/** What would be gone again after this is not shown: it would flash, and the matches would wait for it. */
const FLASH_MS = 300

/** How many rows can be seen before anybody scrolls. */
const rowsInSight = () => Math.max(1, Math.floor(window.innerHeight / ROW_PX))

export function MatchesPanel(): ReactElement {
  const matching = useRealTimeJobMatching()
  const { giveFeedback } = matching
  const [limit, setLimit] = useState(MATCHES_PER_PAGE)
  const matches = matching.matches.slice(0, limit)
  const { applications } = useDynamicApplications()
  const [target, setTarget] = useState<ApplyTarget | null>(null)
  const [, navigate] = useLocation()
  const isScoring = matching.isMatching && matching.progress.total > 0 && matching.progress.percent < 100
  const isScoringLong = useDebounced(isScoring, FLASH_MS) && isScoring
  const now = useNow()
  const inSight = rowsInSight()
  const byJob = useMemo(
    () => new Map(applications.map((application) => [application.job_id, application])),
    [applications],
  )
  const isFull = matching.matches.length >= MATCHES_KEPT
  const matchOf = (id: string) => matches.find((match) => match.job_id === id)

  const feedback = useFeedback()
  const verdicts = useMemo(() => new Map(feedback.data?.items.map((one) => [one.job_id, one.verdict])), [feedback.data])
  const [tuning, setTuning] = useState(false)
  const readings = useSecondReadings()
  const say = useSayOf(giveFeedback)
  const apply = useCallback((match: Match) => setTarget(match), [])
  const applyOrOpen = (id: string) => {
    const application = byJob.get(id)
    const match = matchOf(id)
    if (application) navigate(`/applications/${application.id}`)
    else if (match) apply(match)
  }
  const sayOf = (id: string, said: Said) => {
    const match = matchOf(id)
    if (match) say(match, said)
  }
  const showMore = () => {
    if (matching.matches.length < limit + MATCHES_PER_PAGE && matching.hasMore) void matching.loadMore()
    setLimit(limit + MATCHES_PER_PAGE)
  }
  const { selected } = useListKeys({
    ids: matches.map((match) => match.job_id),
    onOpen: (id) => navigate(`/jobs/${id}`),
    keys: {
      a: applyOrOpen,
      h: (id) => sayOf(id, 'hide'),
      m: (id) => sayOf(id, verdicts.get(id) === 'more' ? 'undo' : 'more'),
      l: (id) => sayOf(id, verdicts.get(id) === 'less' ? 'undo' : 'less'),
    },
  })

  return (
    <Panel
      title="Live matches"
      count={countOf(matching.matches.length, matching.hasMore || isFull)}
      action={
        <>
          <Button small look="ghost" icon="sliders" onClick={() => setTuning(true)}>
            Tune
          </Button>
          <MatchingControl {...matching} />
        </>
      }
    >
      {isScoringLong && (
        <div className="grid gap-1.5 border-b px-4 py-2.5">
          <p className="tnum text-sm text-muted">
            {count(matching.progress.scored)} of {count(matching.progress.total)} jobs scored
          </p>
          <Meter value={matching.progress.percent} label="Matching progress" />
        </div>
      )}
      <ReadTopBar readings={readings} matches={matching.matches} />
      {matching.error && (
        <div className="p-4">
          <ProblemNote error={matching.error} />
        </div>
      )}
      {matching.isLoading && <SkeletonRows rows={5} className="h-20" />}
      {!matching.isLoading && matches.length === 0 && !matching.error && (
        <NoMatches isListening={matching.isMatching && isScoring === isScoringLong} />
      )}
      <ul aria-label="Matches" className="divide-y">
        {matches.map((match, index) => (
          <MatchRow
            key={match.job_id}
            match={match}
            application={byJob.get(match.job_id)}
            selected={selected === match.job_id}
            inSight={index < inSight || index >= MATCHES_PER_PAGE}
            now={now}
            reading={readings.of(match.job_id)}
            verdict={verdicts.get(match.job_id)}
            onApply={apply}
            onSay={say}
          />
        ))}
      </ul>
      {(matching.hasMore || matching.matches.length > limit) && matches.length > 0 && (
        <div className="border-t p-3 text-center">
          <Button small look="ghost" onClick={showMore}>
            Show more matches
          </Button>
        </div>
      )}
      {isFull && (
        <p className="border-t p-3 text-center text-sm text-muted">
          This list keeps your best {MATCHES_KEPT}. See{' '}
          <Link href="/jobs" className="text-accent underline">
            all jobs
          </Link>{' '}
          for the rest.
        </p>
      )}
      {tuning && <TuneDialog onClose={() => setTuning(false)} />}
      {target && <ApplyDialog targets={[target]} onClose={() => setTarget(null)} />}
    </Panel>
  )
}

/** How many matches there are, as far as it is known. */
const countOf = (known: number, more: boolean) => (known > 0 ? `${known}${more ? '+' : ''}` : undefined)

function MatchingControl({
  isMatching,
  startMatching,
  stopMatching,
  isLoading,
}: ReturnType<typeof useRealTimeJobMatching>): ReactElement | null {
  const [busy, setBusy] = useState(false)
  const run = (act: () => Promise<boolean>) => {
    setBusy(true)
    void act().finally(() => setBusy(false))
  }
  if (isLoading) return null
  return isMatching ? (
    <Button small icon="stop" busy={busy} onClick={() => run(stopMatching)}>
      Stop matching
    </Button>
  ) : (
    <Button small look="primary" icon="play" busy={busy} onClick={() => run(() => startMatching())}>
      Start matching
    </Button>
  )
}

/** `isListening`: whether matches may come, and none has yet. */
function NoMatches({ isListening }: { isListening: boolean }): ReactElement {
  if (isListening) {
    return (
      <Empty
        icon="pulse"
        title="Listening for matches"
        action={
          <>
            <Link href="/sources" className="btn btn-secondary">
              Add a source
            </Link>
            <Link href="/profile" className="btn btn-secondary">
              Widen your preferences
            </Link>
          </>
        }
      >
        A match appears here the moment it is scored. If none comes, watch more boards or exclude less.
      </Empty>
    )
  }
  return (
    <Empty
      icon="spark"
      title="No matches yet"
      action={
        <Link href="/welcome" className="btn btn-secondary">
          Set up your profile
        </Link>
      }
    >
      Drop your resume, then start matching. Every open job is scored against your profile, with reasons.
    </Empty>
  )
}
