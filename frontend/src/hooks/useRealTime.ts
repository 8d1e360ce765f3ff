/**
 * The live data of a job search as React hooks. Their names and shapes are a contract.
 *
 * Hooks only read the query cache and ask the services to act; all of them share one socket, which
 * stays open while at least one of them is on screen.
 */
import { type QueryKey, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'

import { dynamicAPI } from '../services/dynamicAPI'
import {
  type ApplyOptions,
  type ApplyResult,
  jobApplicationService,
  type Outcome,
} from '../services/jobApplicationService'
import { MATCHES_KEPT, mergeMatches, putApplication, putBatch } from '../services/liveCache'
import { withLiveSteps } from '../services/liveSteps'
import { pagesUntil } from '../services/pagesUntil'
import { queryKeys as keys } from '../services/queryKeys'
import type { RealTimeState } from '../services/realTimeService'
import type {
  Analytics,
  Application,
  BatchResult,
  HealthUpdate,
  Match,
  MatchingStatus,
  Page,
  Preferences,
  Said,
  TrackingEvent,
  TrackingSummary,
} from '../types/api'
import type { Envelope, EventType } from '../types/events'
import { useLive } from './useLive'
import { useNow } from './useNow'

/** How many matches the first page holds, as in the snapshot. */
export const MATCHES_PER_PAGE = 50
const MATCHES_PER_FURTHER_PAGE = 200
/** No more pages than this are read to keep a long list up to date. */
const MATCH_PAGES_MAX = Math.ceil(MATCHES_KEPT / MATCHES_PER_FURTHER_PAGE)
/** How often analytics are read again when nobody says otherwise. */
export const AUTO_REFRESH_MS = 60_000

const asError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)))

/** The connection: how it is, and raw events for those who need them. */
export function useRealTimeConnection() {
  const { realTime } = useLive()
  const status = useSyncExternalStore(
    useCallback((changed: () => void) => realTime.onStatus(changed), [realTime]),
    realTime.getStatus,
  )
  const now = useNow(250, status.retryAt !== null)
  const subscribe = useCallback(
    (events: EventType | readonly EventType[] | '*', handler: (event: Envelope) => void) =>
      realTime.subscribe(events === '*' ? '*' : typeof events === 'string' ? [events] : events, (batch) =>
        batch.forEach(handler),
      ),
    [realTime],
  )
  return {
    status: status.state as RealTimeState,
    stopReason: status.stopReason,
    isConnected: status.state === 'live' || status.state === 'probing',
    latencyMs: status.latencyMs,
    retryInMs: status.retryAt === null ? null : Math.max(0, status.retryAt - now),
    lastEventAt: status.lastEventAt === null ? null : new Date(status.lastEventAt),
    reconnect: realTime.reconnect,
    subscribe,
  }
}

export interface MatchingProgress {
  scored: number
  total: number
  /** From 0 to 100. */
  percent: number
}

/** Matches, best first, as they are scored. Starting uses `userProfile.preferences` when given. */
export function useRealTimeJobMatching(userProfile?: { preferences?: Preferences } | null) {
  const { client } = useLive()
  const [error, setError] = useState<Error | null>(null)
  const status = useQuery(
    { queryKey: keys.matchingStatus, queryFn: ({ signal }) => dynamicAPI.matchingStatus(signal) },
    client,
  )
  const list = useQuery(
    {
      queryKey: keys.matches,
      // What was paged in stays in when the list is read again.
      queryFn: ({ signal }): Promise<Page<Match>> => {
        const shown = client.getQueryData<Page<Match>>(keys.matches)?.items.length ?? 0
        const limit = shown > MATCHES_PER_PAGE ? MATCHES_PER_FURTHER_PAGE : MATCHES_PER_PAGE
        return pagesUntil(shown, MATCH_PAGES_MAX, (cursor) => dynamicAPI.scores({ limit, cursor }, signal))
      },
    },
    client,
  )

  const startMatching = useCallback(
    async (preferences?: Preferences) => {
      setError(null)
      try {
        const { total } = await dynamicAPI.startMatching(preferences ?? userProfile?.preferences)
        client.setQueryData<MatchingStatus>(keys.matchingStatus, (known) =>
          known?.is_matching ? known : { is_matching: true, scored: 0, total, started_at: new Date().toISOString() },
        )
        return true
      } catch (cause) {
        setError(asError(cause))
        return false
      }
    },
    [client, userProfile?.preferences],
  )

  const stopMatching = useCallback(async () => {
    setError(null)
    try {
      await dynamicAPI.stopMatching()
      client.setQueryData<MatchingStatus>(keys.matchingStatus, (known) => known && { ...known, is_matching: false })
      return true
    } catch (cause) {
      setError(asError(cause))
      return false
    }
  }, [client])

  const loadMore = useCallback(async () => {
    const cursor = client.getQueryData<Page<Match>>(keys.matches)?.next_cursor ?? null
    try {
      const page = await dynamicAPI.scores({ limit: MATCHES_PER_FURTHER_PAGE, cursor })
      client.setQueryData<Page<Match>>(keys.matches, (known) => ({
        ...mergeMatches(known, { matches: page.items, removed: [], scored: 0, total: 0, truncated: false }),
        next_cursor: page.next_cursor,
      }))
    } catch (cause) {
      setError(asError(cause))
    }
  }, [client])

  /** Says what the person thinks of a match; a hidden one leaves the list at once. */
  const giveFeedback = useCallback(
    async (jobId: string, said: Said) => {
      const before = client.getQueryData<Page<Match>>(keys.matches)
      const company = before?.items.find((match) => match.job_id === jobId)?.company
      const leaves = (match: Match) =>
        (said === 'hide' && match.job_id === jobId) || (said === 'not_this_company' && match.company === company)
      client.setQueryData<Page<Match>>(
        keys.matches,
        (page) => page && { ...page, items: page.items.filter((match) => !leaves(match)) },
      )
      try {
        await dynamicAPI.giveFeedback(jobId, said)
        // The server ranks again and says so on the socket; what was said is read at once.
        const stale = said === 'more' || said === 'less' ? [keys.feedback] : [keys.feedback, keys.matches, keys.profile]
        for (const queryKey of [...stale, keys.job(jobId)]) void client.invalidateQueries({ queryKey })
        return true
      } catch (cause) {
        client.setQueryData(keys.matches, before)
        setError(asError(cause))
        return false
      }
    },
    [client],
  )

  const matches = list.data?.items ?? []
  return {
    isMatching: status.data?.is_matching ?? false,
    matches,
    progress: progressOf(status.data),
    startMatching,
    stopMatching,
    loadMore,
    hasMore: Boolean(list.data?.next_cursor) && matches.length < MATCHES_KEPT,
    giveFeedback,
    isLoading: list.isPending || status.isPending,
    error: error ?? list.error ?? status.error,
  }
}

function progressOf(status: MatchingStatus | undefined): MatchingProgress {
  const { scored = 0, total = 0 } = status ?? {}
  return { scored, total, percent: total > 0 ? Math.min(100, Math.round((scored / total) * 100)) : 0 }
}

export type ApplyAnswer = (ApplyResult & { error: null }) | { success: false; application: null; error: Error }
export type BatchAnswer =
  | (BatchResult & { success: true; error: null })
  | { success: false; batch_id: null; batch: null; applications: []; skipped: []; error: Error }

/** Applications, newest change first, and everything a person can do about them. */
export function useDynamicApplications() {
  const { client } = useLive()
  const [error, setError] = useState<Error | null>(null)
  const list = useQuery(
    {
      queryKey: keys.applications,
      // What was paged in stays in when an event makes the list be read again.
      queryFn: async ({ signal }): Promise<Page<Application>> => {
        const shown = () => client.getQueryData<Page<Application>>(keys.applications)?.items
        const page = await jobApplicationService.listAtLeast(shown()?.length ?? 0, signal)
        return { ...page, items: withLiveSteps(shown(), page.items) }
      },
    },
    client,
  )

  const actions = useMemo(() => {
    const run = async (request: () => Promise<ApplyResult>): Promise<ApplyAnswer> => {
      setError(null)
      try {
        const result = await request()
        putApplication(client, result.application)
        refreshAfterAction(client.invalidateQueries.bind(client), result.application.id)
        return { ...result, error: null }
      } catch (cause) {
        setError(asError(cause))
        return { success: false, application: null, error: asError(cause) }
      }
    }
    const applyBatch = async (jobIds: readonly string[], options?: ApplyOptions): Promise<BatchAnswer> => {
      setError(null)
      try {
        const result = await jobApplicationService.applyBatch(jobIds, options)
        for (const application of result.applications) putApplication(client, application)
        putBatch(client, result.batch)
        return { ...result, success: true, error: null }
      } catch (cause) {
        setError(asError(cause))
        return { success: false, batch_id: null, batch: null, applications: [], skipped: [], error: asError(cause) }
      }
    }
    return {
      applyDynamically: (jobId: string, options?: ApplyOptions) =>
        run(() => jobApplicationService.apply(jobId, options)),
      applyBatch,
      approve: (id: string, snapshotSha256: string) => run(() => jobApplicationService.approve(id, snapshotSha256)),
      answer: (id: string, answers: { field: string; value: string }[], remember = false) =>
        run(() => jobApplicationService.answer(id, answers, remember)),
      cancel: (id: string) => run(() => jobApplicationService.cancel(id)),
      retry: (id: string) => run(() => jobApplicationService.retry(id)),
      withdraw: (id: string) => run(() => jobApplicationService.withdraw(id)),
      resolve: (id: string, outcome: Outcome, note: string) =>
        run(() => jobApplicationService.resolve(id, outcome, note)),
    }
  }, [client])

  const loadMore = useCallback(async () => {
    const known = client.getQueryData<Page<Application>>(keys.applications)
    if (!known?.next_cursor) return
    try {
      const next = await jobApplicationService.list({ cursor: known.next_cursor })
      const seen = new Set(known.items.map(({ id }) => id))
      const items = [...known.items, ...next.items.filter(({ id }) => !seen.has(id))]
      client.setQueryData<Page<Application>>(keys.applications, { items, next_cursor: next.next_cursor })
    } catch (cause) {
      setError(asError(cause))
    }
  }, [client])

  const applications: Application[] = list.data?.items ?? []
  return {
    applications,
    ...actions,
    loadMore,
    hasMore: Boolean(list.data?.next_cursor),
    isLoading: list.isPending,
    error: error ?? list.error,
  }
}

function refreshAfterAction(invalidate: (filter: { queryKey: QueryKey }) => Promise<void>, id: string): void {
  for (const queryKey of [keys.application(id), keys.trackingSummary, keys.timelines]) void invalidate({ queryKey })
}

/** What happened to one application, or to all of them. */
export function useApplicationTracking(applicationId?: string) {
  const { client } = useLive()
  const timeline = useQuery(
    {
      queryKey: keys.timeline(applicationId ?? null),
      queryFn: ({ signal }) => dynamicAPI.trackingEvents(applicationId ?? null, signal),
    },
    client,
  )
  const summary = useQuery(
    { queryKey: keys.trackingSummary, queryFn: ({ signal }) => dynamicAPI.trackingSummary(signal) },
    client,
  )
  const refresh = useCallback(async () => {
    await client.invalidateQueries({ queryKey: ['tracking'] })
  }, [client])
  const events: TrackingEvent[] = timeline.data?.items ?? []
  const trackingSummary: TrackingSummary | null = summary.data ?? null
  return { events, trackingSummary, refresh, isLoading: timeline.isPending, error: timeline.error ?? summary.error }
}

/** The numbers. They change by event; `startAutoRefresh` also reads them at a steady pace. */
export function useLiveAnalytics(options: { autoRefresh?: boolean; refreshIntervalMs?: number } = {}) {
  const { client } = useLive()
  const [everyMs, setEveryMs] = useState<number | false>(
    options.autoRefresh ? (options.refreshIntervalMs ?? AUTO_REFRESH_MS) : false,
  )
  const query = useQuery(
    {
      queryKey: keys.analytics,
      queryFn: ({ signal }) => dynamicAPI.analytics(signal),
      refetchInterval: everyMs,
    },
    client,
  )
  const startAutoRefresh = useCallback((ms: number = AUTO_REFRESH_MS) => setEveryMs(ms), [])
  const stopAutoRefresh = useCallback(() => setEveryMs(false), [])
  const { refetch } = query
  const refresh = useCallback(async () => {
    await refetch()
  }, [refetch])
  const analytics: Analytics | null = query.data ?? null
  return {
    analytics,
    startAutoRefresh,
    stopAutoRefresh,
    lastUpdated: query.dataUpdatedAt > 0 ? new Date(query.dataUpdatedAt) : null,
    refresh,
    isLoading: query.isPending,
    error: query.error,
  }
}

/** How each part of the system is. */
export function useSystemHealth() {
  const { client } = useLive()
  const query = useQuery(
    {
      queryKey: keys.health,
      queryFn: ({ signal }) => dynamicAPI.health(signal),
      refetchInterval: AUTO_REFRESH_MS,
    },
    client,
  )
  const { refetch } = query
  const refresh = useCallback(async () => {
    await refetch()
  }, [refetch])
  const services: HealthUpdate[] = query.data?.services ?? []
  return {
    health: query.data ?? null,
    services,
    isHealthy: query.data?.healthy ?? false,
    refresh,
    isLoading: query.isPending,
    error: query.error,
  }
}

/** Calls `handler` for every event of the named types while the component is on screen. */
export function useLiveEvents(events: readonly EventType[], handler: (event: Envelope) => void): void {
  const { realTime } = useLive()
  const names = events.join()
  useEffect(
    () => realTime.subscribe(names.split(',') as EventType[], (batch) => batch.forEach(handler)),
    [realTime, names, handler],
  )
}
