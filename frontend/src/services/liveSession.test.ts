import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { World } from '../../mock/world'
import { FakeSocket } from '../test/fakeSocket'
import type { LiveSnapshot, Match, Me, Page } from '../types/api'
import type { Envelope } from '../types/events'
import { ApiProblem } from './dynamicAPI'
import {
  createQueryClient,
  HELD_EVENTS_MAX,
  LiveSession,
  REFRESH_EVERY_MS,
  Refresher,
  SNAPSHOT_RETRY_MS,
} from './liveSession'
import { queryKeys as keys } from './queryKeys'
import { FLOOD_PAUSE_MS, RealTimeService } from './realTimeService'

const world = new World({ now: Date.parse('2026-11-24T08:00:00Z') })
const unauthorized = new ApiProblem({
  type: '',
  slug: 'not-signed-in',
  title: '',
  status: 401,
  detail: 'Log in first.',
})
const offline = new ApiProblem({ type: '', slug: 'unreachable', title: '', status: 0, detail: 'No answer.' })

async function snapshotAt(seq: number, matches: Match[] = []): Promise<LiveSnapshot> {
  const response = await world.handle(new Request('http://x/api/v1/snapshot'))
  return { ...((await response.json()) as LiveSnapshot), cursor: { epoch: 'e', seq }, matches }
}

function make(snapshot: () => Promise<LiveSnapshot>) {
  const client = createQueryClient()
  const realTime = new RealTimeService({
    url: () => 'ws://x',
    createSocket: (url) => new FakeSocket(url),
    random: () => 0,
    now: Date.now,
  })
  return new LiveSession({ client, realTime, api: { snapshot } })
}

const appeared = (seq: number, match: Match): Envelope => ({
  type: 'job_match_update',
  seq,
  at: '2026-11-24T08:00:00Z',
  data: { matches: [match], removed: [], scored: 1, total: 1, truncated: false },
})
const shown = (session: LiveSession) =>
  session.client.getQueryData<Page<Match>>(keys.matches)?.items.map(({ job_id }) => job_id)
const [first, second, third] = world.matches as [Match, Match, Match]
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms)

let session: LiveSession
beforeEach(() => {
  vi.useFakeTimers()
  FakeSocket.made = []
})
afterEach(() => session.realTime.forget())

describe('the start', () => {
  it('reads a snapshot and subscribes from its cursor', async () => {
    session = make(() => snapshotAt(12, [first]))
    session.retain()
    expect(FakeSocket.made).toHaveLength(0)
    await settle()
    expect(shown(session)).toEqual([first.job_id])
    FakeSocket.last.open()
    expect(FakeSocket.last.sent[0]).toMatchObject({ cursor: { epoch: 'e', seq: 12 } })
  })

  it('applies what follows', async () => {
    session = make(() => snapshotAt(12, [first]))
    session.retain()
    await settle()
    FakeSocket.last.accept(12).say(appeared(13, second))
    await settle(20)
    expect(shown(session)).toEqual([first.job_id, second.job_id])
  })

  it('connects without a snapshot, and reads it once it is live', async () => {
    const answers = [() => Promise.reject(offline), () => snapshotAt(20, [second])]
    session = make(() => (answers.shift() as () => Promise<LiveSnapshot>)())
    session.retain()
    await settle()
    FakeSocket.last.accept(20)
    await settle()
    expect(shown(session)).toEqual([second.job_id])
  })

  it('stops and asks for a login when the server says so', async () => {
    session = make(() => Promise.reject(unauthorized))
    session.retain()
    await settle()
    expect(session.realTime.getStatus()).toMatchObject({ state: 'stopped', stopReason: 'signed_out' })
    expect(FakeSocket.made).toHaveLength(0)
  })

  it('counts its holders', async () => {
    const read = vi.fn(() => snapshotAt(1))
    session = make(read)
    const one = session.retain()
    const two = session.retain()
    await settle()
    expect(read).toHaveBeenCalledTimes(1)
    one()
    one()
    await settle(10_000)
    expect(session.realTime.getStatus().state).not.toBe('idle')
    two()
    await settle(10_000)
    expect(session.realTime.getStatus().state).toBe('idle')
  })

  it('does not connect when everybody left while the snapshot was read', async () => {
    session = make(() => snapshotAt(1))
    session.retain()()
    await settle()
    expect(FakeSocket.made).toHaveLength(0)
  })
})

describe('a reset', () => {
  const begin = async (read: () => Promise<LiveSnapshot>) => {
    session = make(read)
    session.retain()
    await settle()
    FakeSocket.last.accept(12)
  }

  it('reads everything again and holds events until it is done', async () => {
    let finish: (snapshot: LiveSnapshot) => void = () => {}
    const answers = [
      () => snapshotAt(12, [first]),
      () =>
        new Promise<LiveSnapshot>((resolve) => {
          finish = resolve
        }),
    ]
    await begin(() => (answers.shift() as () => Promise<LiveSnapshot>)())
    const stale = vi.spyOn(session.client, 'invalidateQueries')
    FakeSocket.last.say({ type: 'reset', reason: 'too_old', cursor: { epoch: 'e', seq: 50 } })
    expect(stale).toHaveBeenCalledWith()
    FakeSocket.last.say(appeared(51, second)).say(appeared(52, third))
    await settle(20)
    expect(shown(session)).toEqual([first.job_id])
    // The snapshot holds event 51 already; only 52 is applied after it.
    finish(await snapshotAt(51, [second]))
    await settle(20)
    expect(shown(session)?.toSorted()).toEqual([second.job_id, third.job_id].toSorted())
  })

  it('is what an event costs that cannot be applied; the events beside it are not lost', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const answers = [snapshotAt(12, [first]), snapshotAt(14, [first, second])]
    await begin(() => answers.shift() as Promise<LiveSnapshot>)
    const broken: Record<string, unknown> = { type: 'job_match_update', seq: 13, at: '', data: null }
    FakeSocket.last.say(broken).say(appeared(14, second))
    await settle(20)
    expect(shown(session)).toEqual([first.job_id, second.job_id])
    vi.restoreAllMocks()
  })

  it('tries until the snapshot can be read', async () => {
    const answers = [
      () => snapshotAt(12, [first]),
      () => Promise.reject(offline),
      () => Promise.reject(offline),
      () => snapshotAt(60, [third]),
    ]
    await begin(() => (answers.shift() as () => Promise<LiveSnapshot>)())
    FakeSocket.last.say({ type: 'reset', reason: 'epoch', cursor: { epoch: 'e', seq: 60 } })
    await settle(SNAPSHOT_RETRY_MS * 2)
    expect(shown(session)).toEqual([third.job_id])
  })

  it('during a reset makes the snapshot that is being read worthless', async () => {
    const answers = [snapshotAt(12), snapshotAt(50, [first]), snapshotAt(3, [second])]
    await begin(() => answers.shift() as Promise<LiveSnapshot>)
    FakeSocket.last
      .say({ type: 'reset', reason: 'too_old', cursor: { epoch: 'e', seq: 50 } })
      .say({ type: 'reset', reason: 'epoch', cursor: { epoch: 'f', seq: 2 } })
    await settle(SNAPSHOT_RETRY_MS)
    expect(shown(session)).toEqual([second.job_id])
  })

  it('reads once more when more events came than can be held', async () => {
    let finish: (snapshot: LiveSnapshot) => void = () => {}
    const answers = [
      () => snapshotAt(12),
      () =>
        new Promise<LiveSnapshot>((resolve) => {
          finish = resolve
        }),
      () => snapshotAt(90_000, [second]),
    ]
    await begin(() => (answers.shift() as () => Promise<LiveSnapshot>)())
    FakeSocket.last.say({ type: 'reset', reason: 'too_old', cursor: { epoch: 'e', seq: 50 } })
    for (let seq = 51; seq <= 51 + HELD_EVENTS_MAX; seq += 1) FakeSocket.last.say(appeared(seq, first))
    await settle(FLOOD_PAUSE_MS)
    finish(await snapshotAt(50, [first]))
    await settle(SNAPSHOT_RETRY_MS)
    expect(shown(session)).toEqual([second.job_id])
  })
})

describe('a time away', () => {
  it('is followed by reading again what only ephemeral events tell', async () => {
    session = make(() => snapshotAt(12, [first]))
    session.retain()
    await settle()
    FakeSocket.last.accept(12)
    await settle(REFRESH_EVERY_MS)
    const invalidate = vi.spyOn(session.client, 'invalidateQueries')
    FakeSocket.last.hangUp()
    await settle()
    FakeSocket.last.accept(12)
    const asked = invalidate.mock.calls.map(([filters]) => filters?.queryKey)
    expect(asked).toEqual(expect.arrayContaining([keys.analytics, keys.health, keys.sources, keys.applications]))
  })

  it('that ended the session ends the questions too, until somebody signs in', async () => {
    const read = vi.fn(() => snapshotAt(12, [first]))
    session = make(read)
    session.retain()
    await settle()
    FakeSocket.last.accept(12)
    read.mockImplementation(() => Promise.reject(unauthorized))
    FakeSocket.last.say({ type: 'reset', reason: 'epoch', cursor: { epoch: 'e', seq: 50 } })
    await settle(SNAPSHOT_RETRY_MS * 5)
    expect(read).toHaveBeenCalledTimes(2)
    read.mockImplementation(() => snapshotAt(60, [third]))
    session.realTime.reconnect()
    FakeSocket.last.accept(60)
    await settle()
    expect(shown(session)).toEqual([third.job_id])
  })
})

describe('another person', () => {
  it('sees nothing of the one before', async () => {
    const answers = [() => snapshotAt(12, [first]), () => snapshotAt(3, [second])]
    session = make(() => (answers.shift() as () => Promise<LiveSnapshot>)())
    session.retain()
    await settle()
    FakeSocket.last.accept(12)
    session.forget()
    expect(session.client.getQueryData(keys.matches)).toBeUndefined()
    await settle()
    FakeSocket.last.open()
    expect(FakeSocket.last.sent[0]).toMatchObject({ cursor: { epoch: 'e', seq: 3 } })
    expect(shown(session)).toEqual([second.job_id])
  })

  it('who logged in elsewhere in this browser sees nothing of the one before either', async () => {
    const somebody = { user: { id: 'other', email: 'b@mail.example', created_at: '2026-11-24T08:00:00Z' } }
    const mine = await snapshotAt(12, [first])
    const theirs = { ...(await snapshotAt(3, [second])), ...somebody }
    const answers = [mine, theirs, theirs]
    session = make(() => Promise.resolve(answers.shift() as LiveSnapshot))
    session.retain()
    await settle()
    session.client.setQueryData<Me>(keys.me, { user: mine.user, demo: false })
    session.client.setQueryData(keys.profile, 'of the one before')
    FakeSocket.last.accept(12).hangUp(4001)
    session.realTime.reconnect()
    FakeSocket.last.accept(3)
    await settle()
    expect(session.client.getQueryData(keys.profile)).toBeUndefined()
    expect(shown(session)).toEqual([second.job_id])
  })

  it('does not get an answer that was meant for the one before', async () => {
    let finish: (snapshot: LiveSnapshot) => void = () => {}
    const answers = [
      () =>
        new Promise<LiveSnapshot>((resolve) => {
          finish = resolve
        }),
      () => snapshotAt(3, [second]),
    ]
    session = make(() => (answers.shift() as () => Promise<LiveSnapshot>)())
    session.retain()
    session.forget()
    await settle()
    finish(await snapshotAt(99, [first]))
    await settle()
    expect(shown(session)).toEqual([second.job_id])
  })
})

describe('reading again', () => {
  it('happens at once, and then at a steady pace however often it is asked for', () => {
    session = make(() => snapshotAt(1))
    const invalidate = vi.spyOn(session.client, 'invalidateQueries')
    const refresher = new Refresher(session.client)
    for (let round = 0; round < 20; round += 1) {
      refresher.mark(keys.applications)
      refresher.mark(keys.applications)
      refresher.settle()
    }
    expect(invalidate).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(REFRESH_EVERY_MS)
    expect(invalidate).toHaveBeenCalledTimes(2)
    vi.advanceTimersByTime(REFRESH_EVERY_MS * 5)
    expect(invalidate).toHaveBeenCalledTimes(2)
  })
})

it('asks a refused question only once, and a lost one again', () => {
  const retry = createQueryClient().getDefaultOptions().queries?.retry as (count: number, error: Error) => boolean
  expect(retry(0, unauthorized)).toBe(false)
  expect(retry(0, offline)).toBe(true)
  expect(retry(2, offline)).toBe(false)
})
