import type { QueryKey } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import { LiveContext } from 'hooks/useLive'
import {
  useApplicationTracking,
  useDynamicApplications,
  useLiveAnalytics,
  useRealTimeConnection,
  useRealTimeJobMatching,
  useSystemHealth,
} from 'hooks/useRealTime'
import { useApplicationDetail, useBatch } from 'hooks/useServerState'
import type { ReactNode } from 'react'
import { jobApplicationService } from 'services/jobApplicationService'
import type { LiveSession } from 'services/liveSession'
import { queryKeys as keys } from 'services/queryKeys'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { makeMatch } from '../../mock/data'
import { problem, type World } from '../../mock/world'
import { makeSession, makeWorld, useWorld } from '../test/renderApp'
import type { Application } from '../types/api'
import type { Envelope } from '../types/events'

useWorld()

let world: World
let live: LiveSession
beforeEach(() => {
  world = makeWorld()
  live = makeSession()
})

const wrapper = ({ children }: { children: ReactNode }) => <LiveContext value={live}>{children}</LiveContext>
function show<T>(hook: () => T) {
  return renderHook(hook, { wrapper }).result
}

describe('useRealTimeConnection', () => {
  it('has its fixed shape and becomes connected', async () => {
    const result = show(() => useRealTimeConnection())
    expect(Object.keys(result.current)).toEqual(
      expect.arrayContaining([
        'status',
        'isConnected',
        'latencyMs',
        'retryInMs',
        'lastEventAt',
        'reconnect',
        'subscribe',
      ]),
    )
    expect(result.current.isConnected).toBe(false)
    await waitFor(() => expect(result.current.isConnected).toBe(true))
    expect(result.current).toMatchObject({ status: 'live', retryInMs: null, stopReason: null })
    await waitFor(() => expect(result.current.latencyMs).not.toBeNull())
  })

  it('hands on events by name, one by one', async () => {
    const result = show(() => useRealTimeConnection())
    await waitFor(() => expect(result.current.isConnected).toBe(true))
    const got: Envelope[] = []
    const stop = result.current.subscribe('system_notification', (event) => got.push(event))
    act(() => {
      world.emit('system_notification', { level: 'info', title: 'Hello', message: '' })
      world.emit('matching_stopped', { reason: 'user' })
    })
    await waitFor(() => expect(got.map((event) => event.type)).toEqual(['system_notification']))
    await waitFor(() => expect(result.current.lastEventAt).toBeInstanceOf(Date))
    stop()
    act(() => {
      world.emit('system_notification', { level: 'info', title: 'Nobody hears this', message: '' })
    })
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(got).toHaveLength(1)
  })

  it('counts down to the next attempt', async () => {
    const result = show(() => useRealTimeConnection())
    await waitFor(() => expect(result.current.isConnected).toBe(true))
    act(() => live.realTime.stop('signed_out'))
    expect(result.current).toMatchObject({ status: 'stopped', stopReason: 'signed_out', isConnected: false })
    act(() => result.current.reconnect())
    await waitFor(() => expect(result.current.isConnected).toBe(true))
  })

  it('shares one socket with every other hook', async () => {
    const subscribe = vi.spyOn(live.realTime, 'subscribe')
    const result = show(
      () =>
        [
          useRealTimeConnection(),
          useRealTimeJobMatching(),
          useDynamicApplications(),
          useLiveAnalytics(),
          useSystemHealth(),
          useApplicationTracking(),
        ] as const,
    )
    await waitFor(() => expect(result.current[0].isConnected).toBe(true))
    expect(subscribe).toHaveBeenCalledTimes(1)
  })
})

describe('useRealTimeJobMatching', () => {
  it('gives matches in the fixed shape, best first', async () => {
    const result = show(() => useRealTimeJobMatching())
    await waitFor(() => expect(result.current.matches).toHaveLength(11))
    const [best, next] = result.current.matches
    expect(best).toMatchObject({
      job_id: expect.any(String),
      job_title: expect.any(String),
      company: expect.any(String),
      location: expect.any(String),
      match_score: expect.any(Number),
      reasons: expect.any(Array),
    })
    expect(best?.match_score).toBeGreaterThanOrEqual(next?.match_score ?? 1)
    expect(result.current.isMatching).toBe(true)
  })

  it('shows a posting that is scored now, without reading again', async () => {
    const result = show(() => useRealTimeJobMatching())
    await waitFor(() => expect(result.current.isLoading).toBe(false))
    await waitFor(() => expect(live.realTime.getStatus().state).toBe('live'))
    const reads = world.log.filter(({ path }) => path === '/matching/scores').length
    const fresh = { ...makeMatch(world.jobs[0]!, 0, Date.now()), job_id: 'fresh', match_score: 0.99 }
    act(() => {
      world.emit('job_match_update', { matches: [fresh], removed: [], scored: 7, total: 12, truncated: false })
    })
    await waitFor(() => expect(result.current.matches[0]?.job_id).toBe('fresh'))
    expect(result.current.progress).toEqual({ scored: 7, total: 12, percent: 58 })
    expect(world.log.filter(({ path }) => path === '/matching/scores')).toHaveLength(reads)
  })

  it('starts with the preferences of the given profile, and stops', async () => {
    world.matching = false
    const result = show(() => useRealTimeJobMatching(world.profile.profile))
    await waitFor(() => expect(result.current.isLoading).toBe(false))
    await act(async () => {
      expect(await result.current.startMatching()).toBe(true)
    })
    expect(world.log.find(({ path }) => path === '/matching/start')?.body).toEqual({
      preferences: world.profile.profile.preferences,
    })
    await waitFor(() => expect(result.current.isMatching).toBe(true))
    await act(async () => {
      await result.current.stopMatching()
    })
    await waitFor(() => expect(result.current.isMatching).toBe(false))
  })

  it('says why it could not start', async () => {
    world.override('POST /matching/start', problem(409, 'profile-incomplete', 'Add a headline or a skill first.'))
    const result = show(() => useRealTimeJobMatching())
    await act(async () => {
      expect(await result.current.startMatching()).toBe(false)
    })
    expect(result.current.error?.message).toBe('Add a headline or a skill first.')
  })

  it('keeps what was paged in when the list is read again', async () => {
    const job = world.jobs[0]!
    world.matches = Array.from({ length: 460 }, (_, no) => ({
      ...makeMatch(job, 0, Date.now()),
      job_id: `match-${no}`,
      match_score: 0.9 - no / 1000,
    }))
    const result = show(() => useRealTimeJobMatching())
    await waitFor(() => expect(result.current.matches).toHaveLength(50))
    for (const shown of [250, 450]) {
      await act(() => result.current.loadMore())
      await waitFor(() => expect(result.current.matches).toHaveLength(shown))
    }
    world.matches = world.matches.filter(({ job_id }) => job_id !== 'match-3')
    await act(async () => {
      await result.current.giveFeedback('match-3', 'hide')
    })
    await waitFor(() => expect(result.current.matches).toHaveLength(459))
    expect(result.current.matches.map(({ job_id }) => job_id)).toEqual(world.matches.map(({ job_id }) => job_id))
    expect(result.current.hasMore).toBe(false)
  })

  it('hides a match at once and brings it back when the server refuses', async () => {
    world.override('POST /matching/feedback', problem(503, 'busy', 'Try again.'))
    const result = show(() => useRealTimeJobMatching())
    await waitFor(() => expect(result.current.matches).toHaveLength(11))
    const id = result.current.matches[0]?.job_id ?? ''
    await act(async () => {
      await result.current.giveFeedback(id, 'hide')
    })
    expect(result.current.matches.map((match) => match.job_id)).toContain(id)
    expect(result.current.error?.message).toBe('Try again.')
    world.override('POST /matching/feedback', null)
    await act(async () => {
      await result.current.giveFeedback(id, 'hide')
    })
    await waitFor(() => expect(result.current.matches.map((match) => match.job_id)).not.toContain(id))
  })
})

describe('useDynamicApplications', () => {
  it('applies and answers with the application', async () => {
    const result = show(() => useDynamicApplications())
    await waitFor(() => expect(result.current.applications).toHaveLength(8))
    expect(result.current.applications[0]).toMatchObject({
      id: expect.any(String),
      job_id: expect.any(String),
      status: expect.any(String),
      lastUpdate: expect.any(String),
      progress: { step: expect.any(String), percent: expect.any(Number) },
    })
    const jobId = world.jobs[10]?.id ?? ''
    let answer: Awaited<ReturnType<typeof result.current.applyDynamically>> | undefined
    await act(async () => {
      answer = await result.current.applyDynamically(jobId, { autoCustomize: true, followExternalLinks: false })
    })
    expect(answer).toMatchObject({ success: true, application: { job_id: jobId }, error: null })
    expect(world.log.at(-1)).toBeDefined()
    expect(world.log.find(({ path }) => path === '/applications/apply')?.body).toEqual({
      job_id: jobId,
      auto_customize: true,
      follow_external_links: false,
    })
    await waitFor(() => expect(result.current.applications[0]?.job_id).toBe(jobId))
  })

  it.each([
    ['the list', () => useDynamicApplications().applications],
    ['a batch', () => useBatch('batch-1').data?.applications ?? []],
    [
      'one application',
      () =>
        [useApplicationDetail(world.applications[0]?.id ?? '').data?.application].filter((one) => one !== undefined),
    ],
  ])('never takes a step back when an answer for %s is older than what was heard', async (part, hook) => {
    await jobApplicationService.applyBatch(world.jobs.slice(8, 11).map((job) => job.id))
    const running = world.applications[0] as Application
    const [route, key] = {
      'the list': ['/applications', keys.applications] as const,
      'a batch': ['/batches/batch-1', keys.batch('batch-1')] as const,
      'one application': [`/applications/${running.id}`, keys.application(running.id)] as const,
    }[part] as readonly [string, QueryKey]
    const shown = show(hook)
    const percent = () => shown.current.find(({ id }) => id === running.id)?.progress.percent
    await waitFor(() => expect(percent()).toBe(running.progress.percent))
    // The hook alone connects to nothing; the list is what opens the socket.
    const connection = show(() => useRealTimeConnection())
    await waitFor(() => expect(connection.current.isConnected).toBe(true))
    const release = world.hold(`GET ${route}`)
    const read = live.client.invalidateQueries({ queryKey: key, exact: true })
    const heard = running.progress.percent + 30
    const step = { application_id: running.id, step: 'Filling in', percent: heard, step_no: 4, screenshot_id: null }
    act(() => world.emit('application_progress', step))
    await waitFor(() => expect(percent()).toBe(heard))
    await act(async () => {
      release()
      await read
      // What is read is drawn in the next moment.
      await new Promise((resolve) => setTimeout(resolve, 20))
    })
    expect(percent()).toBe(heard)
  })

  it('does not throw when the server refuses', async () => {
    world.override('POST /applications/apply', problem(409, 'job-closed', 'This job is no longer open.'))
    const result = show(() => useDynamicApplications())
    let answer: Awaited<ReturnType<typeof result.current.applyDynamically>> | undefined
    await act(async () => {
      answer = await result.current.applyDynamically('x')
    })
    expect(answer).toMatchObject({
      success: false,
      application: null,
      error: { message: 'This job is no longer open.' },
    })
    expect(result.current.error?.message).toBe('This job is no longer open.')
  })

  it('begins a batch, and refuses one of 51', async () => {
    const result = show(() => useDynamicApplications())
    await waitFor(() => expect(result.current.applications).toHaveLength(8))
    const ids = world.jobs.slice(8, 11).map((job) => job.id)
    await act(async () => {
      expect(await result.current.applyBatch(ids)).toMatchObject({ success: true, batch_id: 'batch-1' })
    })
    await waitFor(() => expect(result.current.applications).toHaveLength(11))
    await act(async () => {
      expect(await result.current.applyBatch(Array.from({ length: 51 }, String))).toMatchObject({ success: false })
    })
    expect(result.current.error?.message).toContain('at most 50')
  })

  it.each(['approve', 'answer', 'cancel', 'retry', 'resolve'] as const)('can %s', async (action) => {
    const result = show(() => useDynamicApplications())
    await waitFor(() => expect(result.current.applications).toHaveLength(8))
    const id = world.applications[1]?.id ?? ''
    const run = {
      approve: () => result.current.approve(id, 'sha'),
      answer: () => result.current.answer(id, [{ field: 'a', value: 'b' }]),
      cancel: () => result.current.cancel(id),
      retry: () => result.current.retry(id),
      resolve: () => result.current.resolve(id, 'sent', 'I have the mail'),
    }[action]
    await act(async () => {
      expect(await run()).toMatchObject({ success: true, error: null })
    })
  })

  it('follows a change of state, and reads what the event does not tell', async () => {
    const result = show(() => useDynamicApplications())
    await waitFor(() => expect(live.realTime.getStatus().state).toBe('live'))
    const id = world.applications[0]?.id ?? ''
    act(() => {
      world.move(id, { status: 'ready', next_step: 'Look at the answers and approve.' })
    })
    await waitFor(() =>
      expect(result.current.applications.find((item) => item.id === id)).toMatchObject({
        status: 'ready',
        next_step: 'Look at the answers and approve.',
      }),
    )
  })
})

it('useApplicationTracking gives events and a summary', async () => {
  const result = show(() => useApplicationTracking(world.applications[0]?.id))
  await waitFor(() => expect(result.current.events).toHaveLength(2))
  await waitFor(() => expect(result.current.trackingSummary?.total).toBe(8))
  const before = world.log.length
  await act(() => result.current.refresh())
  expect(world.log.length).toBe(before + 2)
})

it('useLiveAnalytics changes by event and reads again at a pace when asked to', async () => {
  const result = show(() => useLiveAnalytics())
  await waitFor(() => expect(result.current.analytics?.applied).toBe(54))
  expect(result.current.lastUpdated).toBeInstanceOf(Date)
  await waitFor(() => expect(live.realTime.getStatus().state).toBe('live'))
  act(() => {
    world.emit('analytics_update', { ...world.analytics, applied: 55 })
  })
  await waitFor(() => expect(result.current.analytics?.applied).toBe(55))
  const reads = () => world.log.filter(({ path }) => path === '/analytics').length
  const before = reads()
  act(() => result.current.startAutoRefresh(25))
  await waitFor(() => expect(reads()).toBeGreaterThan(before + 1))
  act(() => result.current.stopAutoRefresh())
  await new Promise((resolve) => setTimeout(resolve, 60))
  const after = reads()
  await new Promise((resolve) => setTimeout(resolve, 80))
  expect(reads()).toBe(after)
})

it('useSystemHealth follows each service', async () => {
  const result = show(() => useSystemHealth())
  await waitFor(() => expect(result.current.isHealthy).toBe(true))
  expect(result.current.services).toHaveLength(6)
  await waitFor(() => expect(live.realTime.getStatus().state).toBe('live'))
  act(() => {
    world.emit('health_update', { service: 'mail', status: 'down', message: 'No answer' })
  })
  await waitFor(() => expect(result.current.isHealthy).toBe(false))
  expect(result.current.services.find(({ service }) => service === 'mail')?.message).toBe('No answer')
})

it('a reset reads everything again', async () => {
  const result = show(() => useDynamicApplications())
  await waitFor(() => expect(live.realTime.getStatus().state).toBe('live'))
  await waitFor(() => expect(result.current.applications).toHaveLength(8))
  world.applications = world.applications.slice(0, 3)
  const reset = vi.fn()
  live.realTime.onReset(reset)
  // The world says it on the raw socket, as a server does after a restored backup.
  act(() => {
    ;(live.realTime as unknown as { received: (data: string) => void }).received(
      JSON.stringify({ type: 'reset', reason: 'epoch', cursor: { epoch: 'new', seq: 0 } }),
    )
  })
  expect(reset).toHaveBeenCalledWith('epoch')
  await waitFor(() => expect(result.current.applications).toHaveLength(3))
})
