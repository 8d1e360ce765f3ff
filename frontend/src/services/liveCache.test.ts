import { QueryClient, type QueryKey } from '@tanstack/react-query'
import { beforeEach, describe, expect, it } from 'vitest'

import { makeApplications, makeDetail, makeInterviews, makeObservations } from '../../mock/applications'
import { makeBatch } from '../../mock/batches'
import { makeAnalytics, makeJobs, makeMatch, makeSources } from '../../mock/data'
import { byScore } from '../lib/byScore'
import type {
  Application,
  ApplicationDetail,
  Batch,
  BatchDetail,
  Job,
  JobDetail,
  ListedInterview,
  LiveSnapshot,
  Match,
  MatchingStatus,
  Observation,
  Page,
  RunStep,
  Source,
  SystemHealth,
} from '../types/api'
import { type Envelope, EVENT_TYPES, type EventData, type EventType } from '../types/events'
import {
  applyEvent,
  applyEvents,
  applySnapshot,
  foldMatches,
  type LiveStep,
  MATCHES_KEPT,
  mergeMatches,
  NOTIFICATIONS_KEPT,
  type Notification,
  putApplication,
} from './liveCache'
import { queryKeys as keys } from './queryKeys'

const NOW = Date.parse('2026-11-24T08:00:00Z')
const AT = '2026-11-24T08:00:05.000Z'
const jobs = makeJobs(NOW)
const matches = jobs.map((job, index) => makeMatch(job, index, NOW)).sort(byScore)
const applications = makeApplications(jobs, NOW)
const application = applications[0] as Application

let client: QueryClient
let refreshed: string[]

function apply<T extends EventType>(type: T, data: EventData[T], seq?: number): void {
  applyEvent(client, { type, seq, at: AT, data } as Envelope, (key: QueryKey) => refreshed.push(JSON.stringify(key)))
}
const read = <T>(key: QueryKey) => client.getQueryData<T>(key)
const listed = () => read<Page<Application>>(keys.applications)?.items.find(({ id }) => id === application.id)
const wants = (key: QueryKey) => refreshed.includes(JSON.stringify(key))

beforeEach(() => {
  client = new QueryClient()
  refreshed = []
  client.setQueryData<Page<Application>>(keys.applications, { items: applications, next_cursor: null })
  client.setQueryData<ApplicationDetail>(
    keys.application(application.id),
    makeDetail(application, jobs[0] as never, NOW),
  )
})

describe('matches', () => {
  const update = (part: Partial<EventData['job_match_update']>) => ({
    matches: [],
    removed: [],
    scored: 3,
    total: 12,
    truncated: false,
    ...part,
  })

  it('join the list in the order of their scores', () => {
    client.setQueryData<Page<Match>>(keys.matches, { items: matches.slice(1), next_cursor: null })
    apply('job_match_update', update({ matches: [matches[0] as Match] }), 1)
    expect(read<Page<Match>>(keys.matches)?.items).toEqual(matches)
    expect(read<MatchingStatus>(keys.matchingStatus)).toMatchObject({ scored: 3, total: 12, is_matching: true })
  })

  it('make a list where there was none', () => {
    apply('job_match_update', update({ matches: matches.slice(0, 2) }), 1)
    expect(read<Page<Match>>(keys.matches)?.items).toHaveLength(2)
  })

  it('are replaced by newer scores and not by older ones', () => {
    const old = { ...(matches[0] as Match), match_score: 0.1, scored_at: '2026-11-24T07:00:00Z' }
    const fresh = { ...(matches[0] as Match), match_score: 0.2, scored_at: '2026-11-24T09:00:00Z' }
    const page = { items: [matches[0] as Match], next_cursor: null }
    expect(mergeMatches(page, update({ matches: [old] })).items[0]?.match_score).toBe(matches[0]?.match_score)
    expect(mergeMatches(page, update({ matches: [fresh] })).items[0]?.match_score).toBe(0.2)
  })

  it('leave when they are removed', () => {
    const page = { items: matches, next_cursor: 'more' }
    const merged = mergeMatches(page, update({ removed: [matches[3]?.job_id ?? ''] }))
    expect(merged.items).toHaveLength(matches.length - 1)
    expect(merged.next_cursor).toBe('more')
  })

  it('stay bounded', () => {
    const many = Array.from({ length: MATCHES_KEPT + 50 }, (_, index) => ({
      ...(matches[0] as Match),
      job_id: `job-${index}`,
      match_score: index / 1000,
    }))
    const { items } = mergeMatches(undefined, update({ matches: many }))
    expect(items).toHaveLength(MATCHES_KEPT)
    expect(items[0]?.job_id).toBe(`job-${MATCHES_KEPT + 49}`)
  })

  it('are read again when more changed than one event carries', () => {
    apply('job_match_update', update({ truncated: true }), 1)
    expect(wants(keys.matches)).toBe(true)
  })

  it('reach the open job', () => {
    const job = jobs[0] as JobDetail['job']
    client.setQueryData<JobDetail>(keys.job(job.id), {
      job,
      match: null,
      application: null,
      applied_elsewhere: null,
      places: [],
      feedback: null,
      description_html: '',
    })
    const match = matches.find(({ job_id }) => job_id === job.id) as Match
    apply('job_match_update', update({ matches: [match] }), 1)
    expect(read<JobDetail>(keys.job(job.id))?.match).toEqual(match)
  })

  it('keep a fixed order among equals', () => {
    const equals = ['b', 'a', 'c'].map((job_id) => ({ ...(matches[0] as Match), job_id }))
    expect(equals.sort(byScore).map(({ job_id }) => job_id)).toEqual(['a', 'b', 'c'])
  })
})

describe('events that come together', () => {
  const scored = (part: Partial<EventData['job_match_update']>): Envelope => ({
    type: 'job_match_update',
    at: AT,
    data: { matches: [], removed: [], scored: 0, total: 12, truncated: false, ...part },
  })
  const stopped: Envelope = { type: 'matching_stopped', at: AT, data: { reason: 'user' } }
  const [first, second, third] = matches as [Match, Match, Match]
  const newer = { ...first, match_score: 0.01, scored_at: '2026-11-24T09:00:00Z' }

  it('merge the matches once, to what they make one by one', () => {
    const events = [
      scored({ matches: [first, second], scored: 1 }),
      scored({ matches: [newer], removed: [second.job_id], truncated: true }),
      stopped,
      scored({ matches: [second, first, third], removed: [third.job_id], scored: 3 }),
    ]
    expect(foldMatches(events).map(({ type }) => type)).toEqual([
      'job_match_update',
      'matching_stopped',
      'job_match_update',
    ])
    const oneByOne = new QueryClient()
    for (const event of events) applyEvent(oneByOne, event, () => {})
    applyEvents(client, events, (key) => refreshed.push(JSON.stringify(key)))
    for (const key of [keys.matches, keys.matchingStatus]) expect(read(key)).toEqual(oneByOne.getQueryData(key))
    expect(wants(keys.matches)).toBe(true)
  })

  it('are as they are when one of them is about matches', () => {
    const events = [stopped, scored({ matches: [first] })]
    expect(foldMatches(events)).toEqual(events)
  })
})

describe('an application', () => {
  const change = (
    part: Partial<EventData['application_status_change']> = {},
  ): EventData['application_status_change'] => ({
    application_id: application.id,
    job_id: application.job_id,
    status: 'ready',
    previous_status: 'preparing',
    stage: 'none',
    previous_stage: 'none',
    source: 'system',
    reason: null,
    version: 2,
    ...part,
  })

  it('changes its state in the list and in its page at once', () => {
    apply('application_status_change', change(), 1)
    expect(listed()).toMatchObject({ status: 'ready', version: 2, lastUpdate: AT })
    expect(read<ApplicationDetail>(keys.application(application.id))?.application.status).toBe('ready')
  })

  it('is read again for what the event does not tell', () => {
    apply('application_status_change', change(), 1)
    expect(
      [keys.applications, keys.application(application.id), keys.trackingSummary, keys.timelines].every(wants),
    ).toBe(true)
  })

  it('does not go back when an event comes twice or late', () => {
    apply('application_status_change', change({ version: 4, status: 'submitted' }), 2)
    apply('application_status_change', change({ version: 3, status: 'submitting' }), 1)
    apply('application_status_change', change({ version: 4, status: 'submitted' }), 2)
    expect(listed()).toMatchObject({ status: 'submitted', version: 4 })
  })

  it('that is new makes its job be read again', () => {
    apply('application_status_change', change({ previous_status: null }), 1)
    expect(wants(keys.job(application.job_id))).toBe(true)
  })

  it('carries the proof when it is sent, and the reason when it fails', () => {
    apply(
      'application_completed',
      { application_id: application.id, job_id: application.job_id, evidence_level: 'verified' },
      1,
    )
    expect(listed()?.evidence_level).toBe('verified')
    const reason = { code: 'captcha', message: 'The form shows a captcha. Apply by hand.' }
    apply(
      'application_failed',
      { application_id: application.id, job_id: application.job_id, status: 'failed_before_send', reason },
      2,
    )
    expect(listed()).toMatchObject({ status: 'failed_before_send', reason })
  })

  it('that a request answered with goes to the front', () => {
    const last = applications.at(-1) as Application
    putApplication(client, { ...last, version: 9, status: 'submitted' })
    expect(read<Page<Application>>(keys.applications)?.items[0]).toMatchObject({ id: last.id, status: 'submitted' })
    putApplication(client, { ...last, version: 8, status: 'needs_review' })
    expect(read<Page<Application>>(keys.applications)?.items[0]).toMatchObject({ id: last.id, status: 'submitted' })
  })
})

describe('a batch', () => {
  const members = applications.slice(0, 2).map((item) => ({ ...item, batch_id: 'b' }))
  const batch = makeBatch('b', members, null)

  it('is brought up to date in its list and on its page, which is read again', () => {
    client.setQueryData<Page<Batch>>(keys.batches, { items: [batch], next_cursor: null })
    client.setQueryData<BatchDetail>(keys.batch('b'), { batch, applications: members })
    const paused = { ...batch, paused_at: '2026-11-24T08:00:00Z' }
    apply('batch_update', paused, 1)
    expect(read<Page<Batch>>(keys.batches)?.items).toEqual([paused])
    expect(read<BatchDetail>(keys.batch('b'))).toEqual({ batch: paused, applications: members })
    expect(wants(keys.batch('b'))).toBe(true)
  })

  it('that was begun elsewhere comes to the front', () => {
    client.setQueryData<Page<Batch>>(keys.batches, { items: [batch], next_cursor: null })
    apply('batch_update', { ...batch, id: 'c' }, 1)
    expect(read<Page<Batch>>(keys.batches)?.items.map(({ id }) => id)).toEqual(['c', 'b'])
  })

  it('shows the steps of its runs', () => {
    client.setQueryData<BatchDetail>(keys.batch('b'), { batch, applications: members })
    const id = members[0]!.id
    apply('application_progress', { application_id: id, step_no: 1, step: 'Reading', percent: 42, screenshot_id: null })
    expect(read<BatchDetail>(keys.batch('b'))?.applications[0]?.progress).toEqual({ step: 'Reading', percent: 42 })
  })
})

describe('a run', () => {
  const step = (no: number, screenshot_id: string | null = null) => ({
    application_id: application.id,
    step_no: no,
    step: `Step ${no}`,
    percent: no * 10,
    screenshot_id,
  })
  const steps = (): RunStep[] =>
    [1, 2].map((no) => ({
      no,
      run_no: 1,
      at: AT,
      step: `Step ${no}`,
      detail: '',
      percent: no * 10,
      screenshot_id: null,
    }))

  it('moves the bar and keeps the last picture until there is a newer one', () => {
    apply('application_progress', step(1, 'picture-1'))
    apply('application_progress', step(2))
    expect(listed()?.progress).toEqual({ step: 'Step 2', percent: 20 })
    expect(read<LiveStep>(keys.liveStep(application.id))).toMatchObject({ step_no: 2, screenshot_id: 'picture-1' })
  })

  it('does not show the picture of an earlier run', () => {
    apply('application_progress', step(9, 'picture-9'))
    apply('application_progress', step(1))
    expect(read<LiveStep>(keys.liveStep(application.id))?.screenshot_id).toBeNull()
  })

  it('adds its next step to the open list', () => {
    client.setQueryData(keys.steps(application.id), { items: steps() })
    apply('application_progress', step(3))
    expect(read<{ items: RunStep[] }>(keys.steps(application.id))?.items.map(({ no }) => no)).toEqual([1, 2, 3])
  })

  it('reads the list again when steps were coalesced away, and ignores old ones', () => {
    client.setQueryData(keys.steps(application.id), { items: steps() })
    apply('application_progress', step(2))
    expect(refreshed).toEqual([])
    apply('application_progress', step(5))
    expect(wants(keys.steps(application.id))).toBe(true)
  })

  it('reads the list again when another run begins at its first step', () => {
    client.setQueryData(keys.steps(application.id), { items: steps() })
    apply('application_progress', { ...step(1), step: 'Opening a browser', percent: 5 })
    expect(wants(keys.steps(application.id))).toBe(true)
  })
})

describe('the rest', () => {
  it('matching starts and stops', () => {
    apply('matching_started', { total: 40 }, 1)
    expect(read<MatchingStatus>(keys.matchingStatus)).toEqual({
      is_matching: true,
      scored: 0,
      total: 40,
      started_at: AT,
    })
    apply('matching_stopped', { reason: 'user' }, 2)
    expect(read<MatchingStatus>(keys.matchingStatus)?.is_matching).toBe(false)
  })

  it('interviews are kept by date and updated in place', () => {
    const [first, second] = makeInterviews(applications, NOW) as [ListedInterview, ListedInterview]
    const { company, job_title } = first
    apply('interview_scheduled', { interview: first, company, job_title }, 1)
    apply('interview_scheduled', { interview: second, company, job_title }, 2)
    apply('interview_scheduled', { interview: { ...first, cancelled: true }, company, job_title }, 3)
    const items = read<Page<ListedInterview>>(keys.interviews)?.items
    expect(items?.map(({ id, cancelled }) => [id, cancelled])).toEqual([
      [second.id, false],
      [first.id, true],
    ])
  })

  it('notifications come once, newest first, and stay bounded', () => {
    for (let seq = 1; seq <= NOTIFICATIONS_KEPT + 5; seq += 1)
      apply('system_notification', { level: 'info', title: `No. ${seq}`, message: '' }, seq)
    apply('system_notification', { level: 'info', title: 'again', message: '' }, NOTIFICATIONS_KEPT + 5)
    const items = read<Notification[]>(keys.notifications)
    expect(items).toHaveLength(NOTIFICATIONS_KEPT)
    expect(items?.[0]?.title).toBe(`No. ${NOTIFICATIONS_KEPT + 5}`)
  })

  it('sources and health are replaced by name', () => {
    const [source] = makeSources(NOW) as [Source]
    client.setQueryData<Page<Source>>(keys.sources, { items: [source], next_cursor: null })
    apply('source_update', { ...source, health: 'failing' })
    expect(read<Page<Source>>(keys.sources)?.items).toEqual([{ ...source, health: 'failing' }])
    expect(wants(keys.jobs)).toBe(true)
    client.setQueryData<SystemHealth>(keys.health, {
      healthy: true,
      services: [{ service: 'mail', status: 'healthy', message: '' }],
    })
    apply('health_update', { service: 'mail', status: 'down', message: 'No answer' })
    expect(read<SystemHealth>(keys.health)).toEqual({
      healthy: false,
      services: [{ service: 'mail', status: 'down', message: 'No answer' }],
    })
  })

  it('observations join the inbox and make their application be read again', () => {
    const [seen] = makeObservations(applications, NOW) as [Observation]
    client.setQueryData<Page<Observation>>(keys.observations, { items: [], next_cursor: null })
    apply('observation_recorded', { observation: seen }, 1)
    expect(read<Page<Observation>>(keys.observations)?.items).toEqual([seen])
    expect(wants(keys.application(seen.application_id ?? ''))).toBe(true)
  })

  it('the profile is read again only when it is newer', () => {
    client.setQueryData(keys.profile, { version: 3 })
    apply('profile_updated', { version: 3 }, 1)
    expect(wants(keys.profile)).toBe(false)
    apply('profile_updated', { version: 4 }, 2)
    expect(wants(keys.profile)).toBe(true)
  })

  it('second readings are read again when one moves, and when what was read may have changed', () => {
    const moves: [() => void, boolean][] = [
      [() => apply('second_reading_update', { job_id: 'a', state: 'read' }, 1), true],
      [() => apply('second_reading_update', { job_id: 'a', state: null }, 2), true],
      [() => apply('profile_updated', { version: 3 }, 3), true],
      [() => apply('matching_stopped', { reason: 'user' }, 4), false],
    ]
    for (const [move, expected] of moves) {
      refreshed = []
      move()
      expect(wants(keys.secondReadings)).toBe(expected)
    }
    const [job, other] = jobs as [Job, Job, ...Job[]]
    const update = { removed: [], scored: 1, total: 1, truncated: false }
    client.setQueryData(keys.secondReadings, { model: 'm', top: 5, items: [{ job_id: job.id }] })
    refreshed = []
    apply('job_match_update', { ...update, matches: [makeMatch(other, 0, NOW)] }, 5)
    expect(wants(keys.secondReadings)).toBe(false)
    apply('job_match_update', { ...update, matches: [makeMatch(job, 0, NOW)] }, 6)
    expect(wants(keys.secondReadings)).toBe(true)
  })

  it('analytics are replaced whole', () => {
    const numbers = makeAnalytics(NOW)
    apply('analytics_update', numbers)
    expect(read(keys.analytics)).toEqual(numbers)
    const older = { ...numbers, applied: numbers.applied + 1, counted_at: new Date(NOW - 60_000).toISOString() }
    const newer = { ...older, counted_at: new Date(NOW + 60_000).toISOString() }
    apply('analytics_update', newer)
    apply('analytics_update', older)
    expect(read(keys.analytics), 'another node counted before, and said so later').toEqual(newer)
  })

  it('an event of a newer server changes nothing', () => {
    applyEvent(client, { type: 'tea_served', at: AT, data: {} } as unknown as Envelope, () => {
      throw new Error('nothing to refresh')
    })
  })

  it('nothing breaks on an empty cache', () => {
    client.clear()
    const [seen] = makeObservations(applications, NOW) as [Observation]
    const [source] = makeSources(NOW) as [Source]
    apply('observation_recorded', { observation: seen }, 1)
    apply('source_update', source)
    apply('matching_stopped', { reason: 'user' }, 2)
    apply('application_progress', { application_id: 'x', step_no: 1, step: '', percent: 0, screenshot_id: null })
    apply('connection_status', { status: 'connected' })
    expect(read(keys.sources)).toBeUndefined()
  })
})

it('knows every event by name', () => {
  expect(new Set(EVENT_TYPES).size).toBe(17)
})

it('a snapshot fills the cache, ordered', () => {
  client.clear()
  const snapshot: LiveSnapshot = {
    cursor: { epoch: 'e', seq: 4 },
    user: { id: 'u', email: 'a@b.example', created_at: AT },
    profile_version: 2,
    is_matching: true,
    matches: [...matches].reverse(),
    matches_next_cursor: 'more',
    applications,
    interviews: makeInterviews(applications, NOW),
    analytics: makeAnalytics(NOW),
  }
  applySnapshot(client, snapshot, (key) => refreshed.push(JSON.stringify(key)))
  expect(refreshed).toEqual([JSON.stringify(keys.matchingStatus)])
  expect(read<Page<Match>>(keys.matches)).toEqual({ items: matches, next_cursor: 'more' })
  expect(read<Page<ListedInterview>>(keys.interviews)?.items.map(({ summary }) => summary)).toEqual([
    'First talk',
    'Technical interview',
  ])
  expect(read<MatchingStatus>(keys.matchingStatus)?.is_matching).toBe(true)
})

it('a snapshot that is full is shown, and read again for the rest', () => {
  const many = Array.from({ length: 50 }, (_, no) => ({ ...application, id: `application-${no}` }))
  const snapshot: LiveSnapshot = {
    cursor: { epoch: 'e', seq: 4 },
    user: { id: 'u', email: 'a@b.example', created_at: AT },
    profile_version: 2,
    is_matching: false,
    matches: [],
    matches_next_cursor: null,
    applications: many,
    analytics: makeAnalytics(NOW),
  }
  applySnapshot(client, snapshot, (key) => refreshed.push(JSON.stringify(key)))
  expect(read<Page<Application>>(keys.applications)?.items).toHaveLength(50)
  expect(wants(keys.applications)).toBe(true)
  expect(read(keys.interviews)).toBeUndefined()
})
