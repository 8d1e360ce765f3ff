/**
 * From events to the query cache: one exhaustive switch.
 *
 * Whatever an event tells completely is patched at once; whatever it only hints at is marked for
 * reading again. Every change may run twice: events carry versions, and lists are merged by id.
 */
import type { QueryClient, QueryKey } from '@tanstack/react-query'

import { byScore } from '../lib/byScore'
import type {
  Analytics,
  Application,
  ApplicationDetail,
  Batch,
  BatchDetail,
  JobDetail,
  ListedInterview,
  LiveSnapshot,
  Match,
  MatchingStatus,
  Observation,
  Page,
  ProfileAnswer,
  RunStep,
  SecondReadings,
  Source,
  SystemHealth,
  Timestamp,
} from '../types/api'
import type {
  ApplicationProgress,
  ApplicationStatusChange,
  Envelope,
  InterviewScheduled,
  JobMatchUpdate,
  NotificationLevel,
} from '../types/events'
import { type Cache, CacheDraft } from './cacheDraft'
import { queryKeys as keys } from './queryKeys'

/** The list of matches keeps no more than this; the server pages further. */
export const MATCHES_KEPT = 500
/** A snapshot's lists are cut at this length by the server. */
export const SNAPSHOT_ROWS = 50
/** Old notifications go when there are more. */
export const NOTIFICATIONS_KEPT = 50

export interface Notification {
  id: string
  at: Timestamp
  level: NotificationLevel
  title: string
  message: string
}

export interface LiveStep extends ApplicationProgress {
  at: Timestamp
}

/** Marks a part of the cache for reading again. */
export type Refresh = (key: QueryKey) => void

/** Brings the cache up to date with a batch of events, in their order. */
export function applyEvents(client: QueryClient, events: readonly Envelope[], refresh: Refresh): void {
  const draft = new CacheDraft(client)
  for (const event of foldMatches(events)) applyEvent(draft, event, refresh)
  draft.commit(refresh)
}

/** Brings the cache up to date with one event. */
export function applyEvent(client: Cache, event: Envelope, refresh: Refresh): void {
  switch (event.type) {
    case 'connection_status':
      return
    case 'matching_started':
      client.setQueryData<MatchingStatus>(keys.matchingStatus, {
        is_matching: true,
        scored: 0,
        total: event.data.total,
        started_at: event.at,
      })
      return
    case 'matching_stopped':
      client.setQueryData<MatchingStatus>(keys.matchingStatus, (known) => known && { ...known, is_matching: false })
      return
    case 'job_match_update':
      return applyMatches(client, event.data, event.at, refresh)
    case 'application_status_change':
      return applyStatus(client, event.data, event.at, refresh)
    case 'application_completed':
      patchApplication(client, event.data.application_id, { evidence_level: event.data.evidence_level })
      return refreshApplication(event.data.application_id, refresh)
    case 'application_failed':
      patchApplication(client, event.data.application_id, {
        status: event.data.status,
        reason: event.data.reason,
      })
      return refreshApplication(event.data.application_id, refresh)
    case 'batch_update':
      putBatch(client, event.data)
      return refresh(keys.batch(event.data.id))
    case 'application_progress':
      return applyProgress(client, event.data, event.at, refresh)
    case 'interview_scheduled':
      applyInterview(client, event.data)
      refresh(keys.timelines)
      return refresh(keys.application(event.data.interview.application_id))
    case 'analytics_update':
      client.setQueryData<Analytics>(keys.analytics, (known) => (isNewer(known, event.data) ? known : event.data))
      return
    case 'system_notification':
      return addNotification(client, { id: `${event.seq ?? event.at}`, at: event.at, ...event.data })
    case 'source_update':
      client.setQueryData<Page<Source>>(keys.sources, (page) => page && upsert(page, event.data))
      // A board was read: its postings are in the list of jobs, whether matching runs or not.
      return refresh(keys.jobs)
    case 'health_update':
      client.setQueryData<SystemHealth>(keys.health, (health) => health && withService(health, event.data))
      return
    case 'observation_recorded':
      return applyObservation(client, event.data.observation, refresh)
    case 'profile_updated': {
      const known = client.getQueryData<ProfileAnswer>(keys.profile)
      if (!known || known.version < event.data.version) refresh(keys.profile)
      // What was read of the profile before may be stale now.
      return refresh(keys.secondReadings)
    }
    case 'second_reading_update':
      return refresh(keys.secondReadings)
    default: {
      // A newer server may know events that this page does not; they change nothing here.
      const unknown: never = event
      return unknown
    }
  }
}

/**
 * Marks what only ephemeral events tell: they are not kept, so a page that was away learns of their changes in no
 * other way.
 */
export function markUntold(refresh: Refresh): void {
  const told = [keys.analytics, keys.sources, keys.jobs, keys.health, keys.matchingStatus]
  for (const key of [...told, keys.applications, keys.anyApplication]) refresh(key)
}

/**
 * Puts a snapshot into the cache, as if its parts had been read one by one. Applications as many as a
 * snapshot may hold are shown and marked for reading again: there may be more.
 */
export function applySnapshot(client: QueryClient, snapshot: LiveSnapshot, refresh: Refresh): void {
  client.setQueryData<Page<Match>>(keys.matches, {
    items: [...snapshot.matches].sort(byScore),
    next_cursor: snapshot.matches_next_cursor,
  })
  client.setQueryData<MatchingStatus>(keys.matchingStatus, (known) => ({
    scored: 0,
    total: 0,
    started_at: null,
    ...known,
    is_matching: snapshot.is_matching,
  }))
  // A snapshot does not tell how many jobs are watched.
  refresh(keys.matchingStatus)
  client.setQueryData<Page<Application>>(keys.applications, {
    items: snapshot.applications,
    next_cursor: null,
  })
  if (snapshot.applications.length >= SNAPSHOT_ROWS) refresh(keys.applications)
  if (snapshot.interviews) {
    const items = [...snapshot.interviews].sort(byStart)
    client.setQueryData<Page<ListedInterview>>(keys.interviews, { items, next_cursor: null })
  }
  client.setQueryData(keys.analytics, snapshot.analytics)
}

const byStart = (a: ListedInterview, b: ListedInterview) => a.starts_at.localeCompare(b.starts_at)

function applyMatches(client: Cache, update: JobMatchUpdate, at: Timestamp, refresh: Refresh): void {
  client.setQueryData<Page<Match>>(keys.matches, (page) => mergeMatches(page, update))
  client.setQueryData<MatchingStatus>(keys.matchingStatus, (known) => ({
    is_matching: known?.is_matching ?? true,
    started_at: known?.started_at ?? at,
    scored: update.scored,
    total: update.total,
  }))
  for (const match of update.matches) {
    client.setQueryData<JobDetail>(keys.job(match.job_id), (detail) => detail && { ...detail, match })
  }
  // A posting may have changed since it was read again.
  const readings = client.getQueryData<SecondReadings>(keys.secondReadings)?.items ?? []
  if (readings.some(({ job_id }) => update.matches.some((match) => match.job_id === job_id)))
    refresh(keys.secondReadings)
  if (update.truncated) refresh(keys.matches)
  refresh(keys.jobs)
}

type MatchEvent = Extract<Envelope, { type: 'job_match_update' }>

/** The events with one update of the matches for many: a list is merged and sorted once a batch. */
export function foldMatches(events: readonly Envelope[]): Envelope[] {
  const folded: Envelope[] = []
  let run: MatchEvent[] = []
  const endRun = () => {
    if (run.length > 0) folded.push(foldRun(run))
    run = []
  }
  for (const event of events) {
    if (event.type === 'job_match_update') {
      run.push(event)
      continue
    }
    // These write what a matches' update writes too.
    if (event.type === 'matching_started' || event.type === 'matching_stopped') endRun()
    folded.push(event)
  }
  endRun()
  return folded
}

function foldRun(run: readonly MatchEvent[]): MatchEvent {
  const last = run[run.length - 1] as MatchEvent
  if (run.length === 1) return last
  const matches = new Map<string, Match>()
  const removed = new Set<string>()
  for (const { data } of run) {
    for (const id of data.removed) {
      matches.delete(id)
      removed.add(id)
    }
    for (const match of data.matches) {
      const known = matches.get(match.job_id)
      if (!known || known.scored_at <= match.scored_at) matches.set(match.job_id, match)
    }
  }
  const truncated = run.some(({ data }) => data.truncated)
  return { ...last, data: { ...last.data, matches: [...matches.values()], removed: [...removed], truncated } }
}

/** The list after an update: replaced or added matches in their order, removed ones gone. */
export function mergeMatches(page: Page<Match> | undefined, update: JobMatchUpdate): Page<Match> {
  const byJob = new Map((page?.items ?? []).map((match) => [match.job_id, match]))
  for (const id of update.removed) byJob.delete(id)
  for (const match of update.matches) {
    const known = byJob.get(match.job_id)
    if (!known || known.scored_at <= match.scored_at) byJob.set(match.job_id, match)
  }
  const items = [...byJob.values()].sort(byScore).slice(0, MATCHES_KEPT)
  return { items, next_cursor: page?.next_cursor ?? null }
}

function applyStatus(client: Cache, change: ApplicationStatusChange, at: Timestamp, refresh: Refresh): void {
  const { application_id: id, status, stage, reason, version } = change
  patchApplication(client, id, { status, stage, reason, version, lastUpdate: at })
  refreshApplication(id, refresh)
  refresh(keys.trackingSummary)
  client.setQueryData<JobDetail>(keys.job(change.job_id), (detail) =>
    detail?.application ? { ...detail, application: { ...detail.application, status, stage } } : detail,
  )
  if (change.previous_status === null) refresh(keys.job(change.job_id))
}

function refreshApplication(id: string, refresh: Refresh): void {
  refresh(keys.applications)
  refresh(keys.application(id))
  refresh(keys.autopilot)
  refresh(keys.autopilotLog)
  refresh(keys.timelines)
}

/** Writes what an event says about an application, unless the cache is already further. */
export function patchApplication(client: Cache, id: string, change: Partial<Application>): void {
  const patch = (known: Application): Application =>
    change.version !== undefined && change.version <= known.version ? known : { ...known, ...change }
  client.setQueryData<Page<Application>>(
    keys.applications,
    (page) =>
      page && {
        ...page,
        items: page.items.map((known) => (known.id === id ? patch(known) : known)),
      },
  )
  client.setQueryData<ApplicationDetail>(
    keys.application(id),
    (detail) =>
      detail && {
        ...detail,
        application: patch(detail.application),
      },
  )
  client.setQueriesData<BatchDetail>(
    { queryKey: keys.batchDetails },
    (detail) =>
      detail && {
        ...detail,
        applications: detail.applications.map((known) => (known.id === id ? patch(known) : known)),
      },
  )
}

/** Whether what is known was counted after what comes: two nodes count. */
function isNewer(known: Analytics | undefined, coming: Analytics): boolean {
  if (!known?.counted_at || !coming.counted_at) return false
  return Date.parse(known.counted_at) > Date.parse(coming.counted_at)
}

/** Puts a batch into the cache, as an event or an answer tells it. */
export function putBatch(client: Cache, batch: Batch): void {
  client.setQueryData<Page<Batch>>(keys.batches, (page) => page && upsert(page, batch))
  client.setQueryData<BatchDetail>(keys.batch(batch.id), (detail) => detail && { ...detail, batch })
}

/** Puts an application that the server answered with into the cache. */
export function putApplication(client: Cache, application: Application): void {
  client.setQueryData<Page<Application>>(keys.applications, (page) => {
    if (!page) return page
    const known = page.items.find((item) => item.id === application.id)
    if (known && known.version > application.version) return page
    return { ...page, items: [application, ...page.items.filter((item) => item.id !== application.id)] }
  })
  client.setQueryData<ApplicationDetail>(keys.application(application.id), (detail) =>
    detail && detail.application.version <= application.version ? { ...detail, application } : detail,
  )
  client.setQueryData<JobDetail>(keys.job(application.job_id), (detail) => detail && { ...detail, application })
}

function applyProgress(client: Cache, progress: ApplicationProgress, at: Timestamp, refresh: Refresh): void {
  const { application_id: id, step, percent } = progress
  patchApplication(client, id, { progress: { step, percent } })
  client.setQueryData<LiveStep>(keys.liveStep(id), (known) => ({
    ...progress,
    at,
    // A step without a picture keeps the last one on screen.
    screenshot_id: progress.screenshot_id ?? (known && known.step_no < progress.step_no ? known.screenshot_id : null),
  }))
  const known = client.getQueryData<{ items: RunStep[] }>(keys.steps(id))
  if (!known) return
  const run = Math.max(1, ...known.items.map((item) => item.run_no))
  const latest = known.items.filter((item) => item.run_no === run)
  if (latest.some((item) => item.no === progress.step_no && item.step === step && item.percent === percent)) return
  // Steps were missed, or another run has begun at its first one.
  if (progress.step_no !== Math.max(0, ...latest.map((item) => item.no)) + 1) return refresh(keys.steps(id))
  const added: RunStep = {
    no: progress.step_no,
    run_no: run,
    at,
    step,
    detail: '',
    percent,
    screenshot_id: progress.screenshot_id,
  }
  client.setQueryData<{ items: RunStep[] }>(keys.steps(id), { items: [...known.items, added] })
}

function applyInterview(client: Cache, { interview, company, job_title }: InterviewScheduled): void {
  client.setQueryData<Page<ListedInterview>>(keys.interviews, (page) => {
    const known = page ?? { items: [], next_cursor: null }
    const next = upsert(known, { ...interview, company, job_title })
    return { ...next, items: [...next.items].sort(byStart) }
  })
}

function applyObservation(client: Cache, observation: Observation, refresh: Refresh): void {
  client.setQueryData<Page<Observation>>(keys.observations, (page) => page && upsert(page, observation))
  refresh(keys.timelines)
  if (observation.application_id) refresh(keys.application(observation.application_id))
}

function addNotification(client: Cache, notification: Notification): void {
  client.setQueryData<Notification[]>(keys.notifications, (known = []) =>
    known.some(({ id }) => id === notification.id) ? known : [notification, ...known].slice(0, NOTIFICATIONS_KEPT),
  )
}

function withService(health: SystemHealth, update: SystemHealth['services'][number]): SystemHealth {
  const others = health.services.filter(({ service }) => service !== update.service)
  const services = [...others, update].sort((a, b) => a.service.localeCompare(b.service))
  return { services, healthy: services.every(({ status }) => status === 'healthy') }
}

/** The page with `item` in the place of the one with its id, or in front. */
function upsert<T extends { id: string }>(page: Page<T>, item: T): Page<T> {
  const known = page.items.some(({ id }) => id === item.id)
  const items = known ? page.items.map((old) => (old.id === item.id ? item : old)) : [item, ...page.items]
  return { ...page, items }
}
