/** How the service comes back: waits, announced restarts, and what a time away means. */
import { describe, expect, it, vi } from 'vitest'

import { FakeSocket } from '../test/fakeSocket'
import { frame, freezeTheWorld, live, make, network, service, started, state } from '../test/liveService'
import {
  ANNOUNCED_MAX_MS,
  announcedDelayMs,
  RETRY_BASE_MS,
  RETRY_MAX_MS,
  retryDelayMs,
  STABLE_AFTER_MS,
} from './realTimeService'

freezeTheWorld()

describe('trying again', () => {
  it('waits with full jitter below a doubling ceiling', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 20].map((failures) => retryDelayMs(failures, () => 1))).toEqual([
      500,
      1000,
      2000,
      4000,
      8000,
      16_000,
      RETRY_MAX_MS,
      RETRY_MAX_MS,
    ])
    expect(retryDelayMs(4, () => 0)).toBe(0)
    expect(retryDelayMs(4, () => 0.25)).toBe(1000)
  })

  it('says when', () => {
    live()
    FakeSocket.last.hangUp()
    expect(service.getStatus()).toMatchObject({ state: 'waiting', retryAt: Date.now() + RETRY_BASE_MS })
    vi.advanceTimersByTime(RETRY_BASE_MS)
    expect(FakeSocket.made).toHaveLength(2)
    expect(service.getStatus().retryAt).toBeNull()
  })

  it('waits longer each time, and short again after a connection that held', () => {
    live()
    for (const expected of [500, 1000, 2000]) {
      FakeSocket.last.hangUp()
      expect((service.getStatus().retryAt ?? 0) - Date.now()).toBe(expected)
      vi.advanceTimersByTime(expected)
      FakeSocket.last.accept()
    }
    vi.advanceTimersByTime(STABLE_AFTER_MS)
    FakeSocket.last.hangUp()
    expect((service.getStatus().retryAt ?? 0) - Date.now()).toBe(500)
  })

  it.each([
    [4000, 'protocol'],
    [4003, 'forbidden'],
    [4001, 'signed_out'],
  ])('stops for good at %i', (code, stopReason) => {
    live()
    FakeSocket.last.hangUp(code)
    expect(service.getStatus()).toMatchObject({ state: 'stopped', stopReason })
    vi.advanceTimersByTime(120_000)
    window.dispatchEvent(new Event('online'))
    expect(FakeSocket.made).toHaveLength(1)
  })

  it.each([1000, 1006, 1012, 4008, 4009, 4999])('goes on after %i', (code) => {
    live()
    FakeSocket.last.hangUp(code)
    expect(state()).toBe('waiting')
  })

  it('begins again by hand after it stopped', () => {
    live()
    FakeSocket.last.hangUp(4001)
    service.reconnect()
    FakeSocket.last.accept()
    expect(service.getStatus()).toMatchObject({ state: 'live', stopReason: null })
  })

  it('does nothing by hand when nobody listens', () => {
    make().reconnect()
    expect(FakeSocket.made).toHaveLength(0)
  })

  it('stops when the handshake fails because the session ended', async () => {
    make({ sessionIsValid: () => Promise.resolve(false) }).subscribe('*', () => {})
    FakeSocket.last.hangUp()
    await vi.advanceTimersByTimeAsync(0)
    expect(service.getStatus()).toMatchObject({ state: 'stopped', stopReason: 'signed_out' })
  })

  it('goes on when it cannot be told whether the session ended', async () => {
    make({ sessionIsValid: () => Promise.reject(new Error('no network')) }).subscribe('*', () => {})
    FakeSocket.last.hangUp()
    await vi.advanceTimersByTimeAsync(0)
    expect(state()).toBe('waiting')
  })

  it('tries at once when the network comes back or the tab is looked at', () => {
    live()
    network.online = false
    FakeSocket.last.hangUp()
    expect(state()).toBe('offline')
    window.dispatchEvent(new Event('online'))
    expect(state()).toBe('connecting')
    FakeSocket.last.hangUp()
    document.dispatchEvent(new Event('visibilitychange'))
    expect(FakeSocket.made).toHaveLength(3)
  })

  it('tries without a network too: the server may be on this machine', () => {
    live()
    network.online = false
    FakeSocket.last.hangUp()
    vi.advanceTimersByTime(RETRY_BASE_MS)
    expect(FakeSocket.made).toHaveLength(2)
  })
})

describe('a server that goes down', () => {
  const goingDown = (retry_in_ms: unknown) =>
    FakeSocket.last.say({ type: 'going_down', retry_in_ms } as Record<string, unknown>)
  const pauseMs = () => (service.getStatus().retryAt ?? Number.NaN) - Date.now()

  it('says how long to wait, and that long it is', () => {
    live()
    goingDown(1234).hangUp(1012)
    expect(service.getStatus()).toMatchObject({ state: 'waiting', retryAt: Date.now() + 1234 })
    vi.advanceTimersByTime(1233)
    expect(FakeSocket.made).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(FakeSocket.made).toHaveLength(2)
  })

  it('is heard before it has hung up, and stays live until it does', () => {
    const { got } = live()
    goingDown(1234).say(started(1))
    frame()
    expect(got).toHaveLength(1)
    expect(state()).toBe('live')
  })

  it('is no failure: the attempt after it waits as short as the first', () => {
    live()
    goingDown(0).hangUp(1012)
    vi.advanceTimersByTime(0)
    FakeSocket.last.hangUp()
    expect(pauseMs()).toBe(RETRY_BASE_MS)
  })

  it('is believed when the connection is cut before its close code arrives', () => {
    live()
    goingDown(3000).hangUp(1006)
    expect(pauseMs()).toBe(3000)
  })

  it('speaks for this connection only', () => {
    live()
    goingDown(3000).hangUp(1012)
    vi.advanceTimersByTime(3000)
    FakeSocket.last.accept().hangUp(1012)
    expect(pauseMs()).toBe(RETRY_BASE_MS)
  })

  it('is not waited for by somebody who looks', () => {
    live()
    goingDown(20_000).hangUp(1012)
    document.dispatchEvent(new Event('visibilitychange'))
    expect(state()).toBe('connecting')
  })

  it.each([undefined, null, '1234', Number.NaN, -1, {}])('is not believed when it asks for %s', (nonsense) => {
    live()
    goingDown(nonsense).hangUp(1012)
    expect(pauseMs()).toBe(RETRY_BASE_MS)
  })

  it('may ask for no more than the limit', () => {
    expect([0, 1.6, ANNOUNCED_MAX_MS, ANNOUNCED_MAX_MS + 1, 1e12].map(announcedDelayMs)).toEqual([
      0,
      2,
      ANNOUNCED_MAX_MS,
      ANNOUNCED_MAX_MS,
      ANNOUNCED_MAX_MS,
    ])
    expect(announcedDelayMs(Infinity)).toBeNull()
  })
})

describe('a time away', () => {
  it('is told once the subscription stands again', () => {
    live()
    const returned = vi.fn()
    service.onReturn(returned)
    FakeSocket.last.hangUp()
    vi.advanceTimersByTime(RETRY_BASE_MS)
    FakeSocket.last.open()
    expect(returned).not.toHaveBeenCalled()
    FakeSocket.last.say({ type: 'subscribed', cursor: { epoch: 'e', seq: 0 } })
    expect(returned).toHaveBeenCalledTimes(1)
  })

  it('is none at the first attempt, and is one when that failed', () => {
    const returned = vi.fn()
    make().onReturn(returned)
    service.subscribe('*', () => {})
    FakeSocket.last.accept()
    expect(returned).not.toHaveBeenCalled()
    service.forget()
    make().onReturn(returned)
    service.subscribe('*', () => {})
    FakeSocket.last.hangUp()
    vi.advanceTimersByTime(RETRY_BASE_MS)
    FakeSocket.last.accept()
    expect(returned).toHaveBeenCalledTimes(1)
  })

  it('ends what was known of the round trip', () => {
    live()
    FakeSocket.last.say({ type: 'pong', seq: 0 })
    expect(service.getStatus().latencyMs).toBe(0)
    FakeSocket.last.hangUp()
    expect(service.getStatus().latencyMs).toBeNull()
  })

  it('forgets the position when it was stopped: whoever begins again reads everything', () => {
    const reasons: string[] = []
    live(7)
    service.onReset((reason) => reasons.push(reason))
    FakeSocket.last.hangUp(4001)
    service.reconnect()
    FakeSocket.last.open()
    expect(FakeSocket.last.sent[0]).toMatchObject({ cursor: null })
    FakeSocket.last.say({ type: 'subscribed', cursor: { epoch: 'e', seq: 30 } })
    expect(reasons).toEqual(['no_position'])
  })
})
