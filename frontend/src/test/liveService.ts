/** A real-time service on a fake socket and a clock that stands still. */
import { afterEach, beforeEach, vi } from 'vitest'

import { type RealTimeOptions, RealTimeService, type RealTimeState } from '../services/realTimeService'
import type { Envelope } from '../types/events'
import { FakeSocket } from './fakeSocket'

export const started = (seq: number, total = seq): Envelope => ({
  type: 'matching_started',
  seq,
  at: '2026-11-24T08:00:00Z',
  data: { total },
})
export const healthy: Envelope = {
  type: 'health_update',
  at: '2026-11-24T08:00:00Z',
  data: { service: 'mail', status: 'healthy', message: '' },
}

/** The service of the test that runs. */
export let service: RealTimeService
/** What the browser says of the network. */
export const network = { online: true }

/** Makes the service; full waits unless `random` says otherwise. */
export function make(options: Partial<RealTimeOptions> = {}) {
  service = new RealTimeService({
    url: () => 'ws://server/ws/realtime/',
    createSocket: (url) => new FakeSocket(url),
    random: () => 1,
    now: Date.now,
    ...options,
  })
  return service
}

/** A live service and everything its listener got, flattened. */
export function live(seq = 0) {
  const got: Envelope[] = []
  const stop = make().subscribe('*', (events) => got.push(...events))
  FakeSocket.last.accept(seq)
  return { got, stop }
}

/** Until events of one frame are handed on. */
export const frame = () => vi.advanceTimersByTime(20)
export const state = (): RealTimeState => service.getStatus().state

/** Called once by a file of tests: each of them begins with a service of its own, and ends it. */
export function freezeTheWorld(): void {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-11-24T08:00:00Z') })
    FakeSocket.made = []
    network.online = true
    make()
    vi.spyOn(navigator, 'onLine', 'get').mockImplementation(() => network.online)
  })
  afterEach(() => {
    service.forget()
    vi.restoreAllMocks()
  })
}
