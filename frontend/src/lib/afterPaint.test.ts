import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { afterPaint } from './afterPaint'

/** The next animation frame of jsdom comes within this. */
const FRAME_MS = 17
const done: string[] = []

beforeEach(() => {
  vi.useFakeTimers()
  done.length = 0
})
afterEach(() => vi.useRealTimers())

it('waits for the frame that paints, and then does all of it', () => {
  afterPaint(() => done.push('one'))
  vi.advanceTimersByTime(FRAME_MS)
  afterPaint(() => done.push('two'))
  expect(done).toEqual([])
  vi.advanceTimersByTime(FRAME_MS + 1)
  expect(done).toEqual(['one', 'two'])
})

it('leaves out what was taken back, and begins anew for what comes later', () => {
  const takeBack = afterPaint(() => done.push('one'))
  takeBack()
  vi.advanceTimersByTime(3 * FRAME_MS)
  expect(done).toEqual([])
  afterPaint(() => done.push('two'))
  vi.advanceTimersByTime(3 * FRAME_MS)
  expect(done).toEqual(['two'])
})
