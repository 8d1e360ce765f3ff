/**
 * Hands an event on at once, and gathers those that follow it until the next animation frame; in a flood longer, so that
 * the page has time for the person.
 */
import type { Envelope } from '../types/events'
import { BATCH_MAX_WAIT_MS, FLOOD_PAUSE_MS } from './realTimeDelays'

/** A batch of this size is handed on at once: applying and drawing it stays far below 100 ms. */
export const BATCH_MAX_EVENTS = 200

/** More than this in one frame is a flood: a busy person's run, scores and mail together are fewer. */
export const FLOOD_EVENTS = 8

export class EventBatch {
  private events: Envelope[] = []
  /** Until they fire, events are gathered. */
  private frame: number | null = null
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly handOn: (events: Envelope[]) => void) {}

  add(event: Envelope): void {
    this.events.push(event)
    if (this.timer === undefined || this.events.length >= BATCH_MAX_EVENTS) this.flush()
  }

  /** Hands on what there is now. */
  flush(): void {
    const events = this.events
    this.drop()
    if (events.length === 0) return
    const isFlood = events.length > FLOOD_EVENTS
    if (!isFlood) this.frame = requestAnimationFrame(() => this.flush())
    this.timer = setTimeout(() => this.flush(), isFlood ? FLOOD_PAUSE_MS : BATCH_MAX_WAIT_MS)
    this.handOn(events)
  }

  /** Forgets what there is. */
  drop(): void {
    if (this.frame !== null) cancelAnimationFrame(this.frame)
    clearTimeout(this.timer)
    this.frame = null
    this.timer = undefined
    this.events = []
  }
}
