import { describe, expect, it, vi } from 'vitest'

import { FakeSocket } from '../test/fakeSocket'
import { frame, freezeTheWorld, healthy, live, make, service, started, state } from '../test/liveService'
import type { Envelope } from '../types/events'
import {
  CONNECT_TIMEOUT_MS,
  LATENCY_EVERY_MS,
  LINGER_MS,
  OVERSLEPT_MS,
  PROBE_TIMEOUT_MS,
  RETRY_BASE_MS,
  type RealTimeState,
  SILENCE_LIMIT_MS,
  SUBSCRIBE_TIMEOUT_MS,
  WATCHDOG_EVERY_MS,
} from './realTimeService'

freezeTheWorld()

describe('the connection', () => {
  it('opens with the first listener and not before', () => {
    make()
    expect(FakeSocket.made).toHaveLength(0)
    expect(state()).toBe('idle')
    service.subscribe('*', () => {})
    expect(FakeSocket.last.url).toBe('ws://server/ws/realtime/')
    expect(state()).toBe('connecting')
  })

  it('goes through its named states to live', () => {
    const states: RealTimeState[] = []
    make().onStatus(() => states.push(state()))
    service.subscribe('*', () => {})
    FakeSocket.last.accept()
    expect([...new Set(states)]).toEqual(['connecting', 'subscribing', 'live'])
  })

  it('is one for all listeners, and outlives a change of page', () => {
    make()
    const first = service.subscribe('*', () => {})
    FakeSocket.last.accept()
    first()
    vi.advanceTimersByTime(LINGER_MS - 1)
    const second = service.subscribe(['health_update'], () => {})
    vi.advanceTimersByTime(LINGER_MS * 2)
    expect(FakeSocket.made).toHaveLength(1)
    expect(state()).toBe('live')
    second()
    vi.advanceTimersByTime(LINGER_MS)
    expect(state()).toBe('idle')
    expect(FakeSocket.last.closed).toBe(true)
  })

  it('subscribes to everything, without a cursor at first', () => {
    live()
    expect(FakeSocket.last.sent[0]).toEqual({ type: 'subscribe', events: '*', cursor: null })
  })

  it('begins from the cursor of a snapshot', () => {
    make().setCursor({ epoch: 'e', seq: 41 })
    service.subscribe('*', () => {})
    FakeSocket.last.open()
    expect(FakeSocket.last.sent[0]).toEqual({ type: 'subscribe', events: '*', cursor: { epoch: 'e', seq: 41 } })
  })

  it('gives up on a socket that does not open in time', () => {
    make().subscribe('*', () => {})
    vi.advanceTimersByTime(CONNECT_TIMEOUT_MS)
    expect(state()).toBe('waiting')
    expect(FakeSocket.made[0]?.closed).toBe(true)
  })

  it('gives up on a server that does not answer the subscription', () => {
    make().subscribe('*', () => {})
    FakeSocket.last.open()
    vi.advanceTimersByTime(SUBSCRIBE_TIMEOUT_MS)
    expect(state()).toBe('waiting')
  })

  it('survives an address that is none', () => {
    make({
      url: () => 'nonsense',
      createSocket: () => {
        throw new SyntaxError('bad url')
      },
    })
    service.subscribe('*', () => {})
    expect(state()).toBe('waiting')
  })
})

describe('events', () => {
  it('go only to those who asked for them', () => {
    const { got } = live()
    const health: string[] = []
    service.subscribe(['health_update'], (events) => health.push(...events.map((event) => event.type)))
    FakeSocket.last.say(started(1)).say(healthy)
    frame()
    expect(got).toHaveLength(2)
    expect(health).toEqual(['health_update'])
  })

  it('are dropped when they were seen already', () => {
    const { got } = live(5)
    FakeSocket.last.say(started(4)).say(started(5)).say(started(6)).say(started(6))
    frame()
    expect(got.map((event) => event.seq)).toEqual([6])
    expect(service.getCursor()).toEqual({ epoch: 'e', seq: 6 })
  })

  it('are kept apart from frames that are no frames', () => {
    const { got } = live()
    FakeSocket.last.onmessage?.({ data: 'not json' })
    FakeSocket.last.onmessage?.({ data: new ArrayBuffer(3) })
    FakeSocket.last.onmessage?.({ data: '17' })
    frame()
    expect(got).toEqual([])
    expect(state()).toBe('live')
  })

  it('count twice for a function that subscribed twice, and stop one by one', () => {
    make()
    let calls = 0
    const handler = () => {
      calls += 1
    }
    const first = service.subscribe('*', handler)
    service.subscribe('*', handler)
    FakeSocket.last.accept().say(started(1))
    frame()
    expect(calls).toBe(2)
    first()
    FakeSocket.last.say(started(2))
    frame()
    expect(calls).toBe(3)
  })
})

describe('the position', () => {
  it('moves with pings, which are answered', () => {
    live(5)
    FakeSocket.last.say({ type: 'ping', seq: 9 })
    expect(service.getCursor()?.seq).toBe(9)
    expect(FakeSocket.last.kinds()).toContain('pong')
    FakeSocket.last.say({ type: 'ping', seq: 7 })
    expect(service.getCursor()?.seq).toBe(9)
  })

  it('never skips: a gap begins again from the last certain event', () => {
    const { got } = live(5)
    FakeSocket.last.say(started(6)).say(started(8))
    expect(state()).toBe('waiting')
    vi.advanceTimersByTime(RETRY_BASE_MS)
    FakeSocket.last.open()
    expect(FakeSocket.last.sent[0]).toEqual({ type: 'subscribe', events: '*', cursor: { epoch: 'e', seq: 6 } })
    FakeSocket.last
      .say({ type: 'subscribed', cursor: { epoch: 'e', seq: 6 } })
      .say(started(7))
      .say(started(8))
    frame()
    expect(got.map((event) => event.seq)).toEqual([6, 7, 8])
  })

  it('is our own after `subscribed`, even if the server names the end of its log', () => {
    const got: number[] = []
    make().setCursor({ epoch: 'e', seq: 3 })
    service.subscribe('*', (events) => got.push(...events.map((event) => event.seq ?? -1)))
    FakeSocket.last.accept(5).say(started(4)).say(started(5))
    frame()
    expect(got).toEqual([4, 5])
  })

  it('is lost on reset: listeners are told, held events are dropped, and it goes on from there', () => {
    const reasons: string[] = []
    const { got } = live(5)
    service.onReset((reason) => reasons.push(reason))
    FakeSocket.last.say(started(6)).say(started(7))
    FakeSocket.last.say({ type: 'reset', reason: 'too_old', cursor: { epoch: 'f', seq: 80 } }).say(started(81))
    frame()
    expect(reasons).toEqual(['too_old'])
    expect(got.map((event) => event.seq)).toEqual([6, 81])
    expect(service.getCursor()).toEqual({ epoch: 'f', seq: 81 })
  })

  it('can be reset in place of `subscribed`', () => {
    make().setCursor({ epoch: 'old', seq: 3 })
    service.subscribe('*', () => {})
    FakeSocket.last.open().say({ type: 'reset', reason: 'epoch', cursor: { epoch: 'new', seq: 0 } })
    expect(state()).toBe('live')
    FakeSocket.last.say({ type: 'subscribed', cursor: { epoch: 'new', seq: 0 } })
    expect(state()).toBe('live')
  })
})

describe('hints', () => {
  it('never end a connection that answers', () => {
    live()
    for (const hint of [
      () => window.dispatchEvent(new Event('online')),
      () => window.dispatchEvent(new Event('offline')),
      () => document.dispatchEvent(new Event('visibilitychange')),
      () => document.dispatchEvent(new Event('resume')),
    ]) {
      hint()
      expect(state()).toBe('probing')
      FakeSocket.last.say({ type: 'pong', seq: 0 })
      expect(state()).toBe('live')
    }
    expect(FakeSocket.made).toHaveLength(1)
  })

  it('are no reason to try while it is being tried', () => {
    make().subscribe('*', () => {})
    window.dispatchEvent(new Event('online'))
    FakeSocket.last.open()
    document.dispatchEvent(new Event('resume'))
    expect(FakeSocket.made).toHaveLength(1)
  })

  it('are not taken from a tab that is hidden', () => {
    live()
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    document.dispatchEvent(new Event('visibilitychange'))
    expect(state()).toBe('live')
  })
})

describe('a tab that sleeps', () => {
  /** Time passes and no timer runs; then the timers that are due do, before anything that arrived. */
  const sleep = (ms: number) => vi.setSystemTime(Date.now() + ms)

  it('asks when it wakes, and hears the answer that lies waiting', () => {
    live()
    vi.advanceTimersByTime(SILENCE_LIMIT_MS + WATCHDOG_EVERY_MS)
    expect(state()).toBe('probing')
    sleep(3_600_000)
    vi.advanceTimersByTime(PROBE_TIMEOUT_MS)
    expect(state(), 'the time to answer was slept through').toBe('probing')
    FakeSocket.last.say({ type: 'pong', seq: 0 })
    expect(state()).toBe('live')
    expect(FakeSocket.made).toHaveLength(1)
  })

  it('does not take the sleep for an answer twice', () => {
    live()
    vi.advanceTimersByTime(SILENCE_LIMIT_MS + WATCHDOG_EVERY_MS)
    for (let time = 0; time < 2; time += 1) {
      sleep(60_000)
      vi.advanceTimersByTime(PROBE_TIMEOUT_MS)
    }
    expect(state()).toBe('waiting')
  })

  it('does not blame the server for opening slowly', () => {
    make().subscribe('*', () => {})
    sleep(OVERSLEPT_MS + 1)
    vi.advanceTimersByTime(CONNECT_TIMEOUT_MS)
    FakeSocket.last.accept()
    expect(state()).toBe('live')
    expect(FakeSocket.made).toHaveLength(1)
  })

  it('stays connected for hours though its timers run once a minute', () => {
    // Only the clock moves between two wakes; at each the server's pings of that minute lie waiting.
    live()
    for (let minute = 0; minute < 120; minute += 1) {
      sleep(60_000 - WATCHDOG_EVERY_MS)
      vi.advanceTimersByTime(WATCHDOG_EVERY_MS)
      FakeSocket.last.say({ type: 'ping', seq: 0 }).say({ type: 'ping', seq: 0 })
    }
    expect(FakeSocket.made).toHaveLength(1)
    expect(state()).toBe('live')
  })
})

describe('silence', () => {
  it('is broken by a question, and forgiven when it is answered', () => {
    live()
    FakeSocket.last.say({ type: 'pong', seq: 0 })
    vi.advanceTimersByTime(SILENCE_LIMIT_MS + WATCHDOG_EVERY_MS)
    expect(state()).toBe('probing')
    expect(FakeSocket.last.kinds().at(-1)).toBe('ping')
    FakeSocket.last.say({ type: 'pong', seq: 0 })
    expect(state()).toBe('live')
    vi.advanceTimersByTime(PROBE_TIMEOUT_MS)
    expect(FakeSocket.made).toHaveLength(1)
  })

  it('ends the connection when the question stays unanswered', () => {
    live()
    vi.advanceTimersByTime(SILENCE_LIMIT_MS + WATCHDOG_EVERY_MS)
    vi.advanceTimersByTime(PROBE_TIMEOUT_MS)
    expect(state()).toBe('waiting')
  })

  it('is judged by the clock, not by ticks that a sleeping tab missed', () => {
    live()
    vi.setSystemTime(Date.now() + 3_600_000)
    vi.advanceTimersByTime(WATCHDOG_EVERY_MS)
    expect(state()).toBe('probing')
  })

  it('is asked about at once when the tab is looked at again', () => {
    live()
    document.dispatchEvent(new Event('visibilitychange'))
    expect(state()).toBe('probing')
    FakeSocket.last.say(started(1))
    expect(state()).toBe('live')
  })
})

describe('the round trip', () => {
  it('is measured when it goes live and now and then', () => {
    live()
    vi.advanceTimersByTime(12)
    FakeSocket.last.say({ type: 'pong', seq: 0 })
    expect(service.getStatus().latencyMs).toBe(12)
    vi.advanceTimersByTime(LATENCY_EVERY_MS)
    vi.advanceTimersByTime(30)
    FakeSocket.last.say({ type: 'pong', seq: 0 })
    // The question was asked 12 ms before, when the interval since going live was over.
    expect(service.getStatus().latencyMs).toBe(42)
  })

  it('ignores an answer to no question', () => {
    live()
    FakeSocket.last.say({ type: 'pong', seq: 0 })
    const before = service.getStatus().latencyMs
    vi.advanceTimersByTime(500)
    FakeSocket.last.say({ type: 'pong', seq: 3 })
    expect(service.getStatus().latencyMs).toBe(before)
    expect(service.getCursor()?.seq).toBe(3)
  })
})

it('forgets the position when the person leaves, and closes', () => {
  live(7)
  service.forget()
  expect(service.getCursor()).toBeNull()
  expect(state()).toBe('idle')
})

/** The model of the contract: whatever happens, a listener holds a prefix of the log without gap or duplicate. */
it('keeps a prefix without gap or duplicate through random cuts, duplicates and losses', () => {
  let seed = 20_261_124
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed / 2_147_483_648
  }
  const log: Envelope[] = []
  const got: number[] = []
  make({ random: () => 0.1 }).setCursor({ epoch: 'e', seq: 0 })
  service.subscribe('*', (events) => got.push(...events.map((event) => event.seq ?? -1)))
  let socket: FakeSocket | null = null
  for (let step = 0; step < 3_000; step += 1) {
    if (random() < 0.5) log.push(started(log.length + 1))
    if (FakeSocket.last !== socket && state() === 'connecting') {
      socket = FakeSocket.last.open()
      const from = (socket.sent[0] as { cursor: { seq: number } }).cursor.seq
      socket.say({ type: 'subscribed', cursor: { epoch: 'e', seq: from } })
      for (const event of log.slice(from)) socket.say(event)
    } else if (socket && state() === 'live' && log.length > 0) {
      const chance = random()
      const event = log.at(chance < 0.8 ? -1 : -1 - Math.floor(random() * Math.min(5, log.length)))
      if (chance > 0.95) socket.hangUp()
      else if (event) socket.say(event)
    }
    vi.advanceTimersByTime(random() * 40)
  }
  vi.advanceTimersByTime(1_000)
  expect(got).toEqual(got.map((_, index) => index + 1))
  expect(got.length).toBeGreaterThan(1_000)
})

it('leaves nothing waiting when listeners go after the person left', () => {
  const { stop } = live(9)
  FakeSocket.last.say(started(10)).say(started(11))
  service.forget()
  stop()
  expect(vi.getTimerCount()).toBe(0)
})
