import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import type { Envelope } from '../types/events'
import { BATCH_MAX_EVENTS, EventBatch, FLOOD_EVENTS } from './realTimeBatch'
import { FLOOD_PAUSE_MS } from './realTimeDelays'

const event: Envelope = { type: 'matching_started', seq: 1, at: '2026-11-24T08:00:00Z', data: { total: 1 } }

/** How many events were handed on, each time. */
let batches: number[] = []
let batch: EventBatch
const add = (count: number) => {
  for (let no = 0; no < count; no += 1) batch.add(event)
}
const frame = () => vi.advanceTimersByTime(20)

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-24T08:00:00Z') })
  batches = []
  batch = new EventBatch((events) => batches.push(events.length))
})
afterEach(() => {
  batch.drop()
  expect(vi.getTimerCount(), 'nothing waits after it was dropped').toBe(0)
  vi.restoreAllMocks()
  vi.useRealTimers()
})

it('hands on an event at once, and those that follow once per frame', () => {
  add(9)
  expect(batches).toEqual([1])
  frame()
  expect(batches).toEqual([1, 8])
  add(1)
  expect(batches, 'a frame has to pass between two batches').toEqual([1, 8])
  frame()
  frame()
  add(1)
  expect(batches, 'nothing was handed on in the frame before').toEqual([1, 8, 1, 1])
})

it('does not wait for a frame when there are very many', () => {
  add(1 + BATCH_MAX_EVENTS)
  expect(batches).toEqual([1, BATCH_MAX_EVENTS])
})

it('leaves the page time for the person in a flood, and is quick again after it', () => {
  add(1 + FLOOD_EVENTS + 1)
  frame()
  add(5)
  vi.advanceTimersByTime(FLOOD_PAUSE_MS - 20)
  expect(batches).toEqual([1, FLOOD_EVENTS + 1])
  vi.advanceTimersByTime(20)
  expect(batches).toEqual([1, FLOOD_EVENTS + 1, 5])
  frame()
  add(1)
  expect(batches).toEqual([1, FLOOD_EVENTS + 1, 5, 1])
})

it('hands on in a hidden tab too, where no frames run', () => {
  vi.spyOn(globalThis, 'requestAnimationFrame').mockImplementation(() => 0)
  add(2)
  vi.advanceTimersByTime(249)
  expect(batches).toEqual([1])
  vi.advanceTimersByTime(1)
  expect(batches).toEqual([1, 1])
})

it('begins anew after what was gathered is dropped', () => {
  add(3)
  batch.drop()
  add(1)
  expect(batches).toEqual([1, 1])
})
