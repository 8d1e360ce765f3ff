/** Gathers events until the next animation frame, so that a flood changes the page once a frame. */
import type { Envelope } from '../types/events'
import { BATCH_MAX_WAIT_MS } from './realTimeDelays'

/** A batch of this size is handed on at once. */
export const BATCH_MAX_EVENTS = 1_000

export class EventBatch {
  private events: Envelope[] = []
  private frame: number | null = null
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly handOn: (events: Envelope[]) => void) {}

  add(event: Envelope): void {
    this.events.push(event)
    if (this.events.length >= BATCH_MAX_EVENTS) return this.flush()
    if (this.timer !== undefined) return
    this.frame = requestAnimationFrame(() => this.flush())
    this.timer = setTimeout(() => this.flush(), BATCH_MAX_WAIT_MS)
  }

  /** Hands on what there is now. */
  flush(): void {
    const events = this.events
    this.drop()
    if (events.length > 0) this.handOn(events)
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
