/**
 * The one WebSocket of a tab: connects, subscribes from a cursor, and hands events on in batches.
 *
 * It promises that listeners get every durable event once and in order, or are told (`onReset`) that
 * they have to read everything again. It knows no React, no query cache and no event's meaning.
 */
import type { ClientFrame, Cursor, Envelope, EventType } from '../types/events'
import { EventBatch } from './realTimeBatch'
import {
  announcedDelayMs,
  CONNECT_TIMEOUT_MS,
  LATENCY_EVERY_MS,
  LINGER_MS,
  OVERSLEPT_MS,
  PROBE_TIMEOUT_MS,
  retryDelayMs,
  SILENCE_LIMIT_MS,
  STABLE_AFTER_MS,
  SUBSCRIBE_TIMEOUT_MS,
  WATCHDOG_EVERY_MS,
} from './realTimeDelays'
import { watchHints } from './realTimeHints'
import { parseFrame, type SocketLike, STOP_CODES, type StopReason } from './realTimeWire'

export { BATCH_MAX_EVENTS } from './realTimeBatch'
export * from './realTimeDelays'
export type { SocketLike, StopReason } from './realTimeWire'

export type RealTimeState =
  | 'idle'
  | 'connecting'
  | 'subscribing'
  | 'live'
  | 'waiting'
  | 'probing'
  | 'offline'
  | 'stopped'

/** What can be shown about the connection. A new object whenever something changed. */
export interface RealTimeStatus {
  state: RealTimeState
  stopReason: StopReason | null
  /** The last measured round trip. */
  latencyMs: number | null
  /** When the next attempt is made, in milliseconds since 1970. */
  retryAt: number | null
  lastEventAt: number | null
}

export type BatchHandler = (events: Envelope[]) => void

export interface RealTimeOptions {
  url: () => string
  createSocket: (url: string) => SocketLike
  random: () => number
  now: () => number
  /** Asked when the handshake fails, because browsers hide its status. `false` stops the service. */
  sessionIsValid?: () => Promise<boolean>
}

const OPEN = 1
const GOING_AWAY = 1000

export class RealTimeService {
  private status: RealTimeStatus = {
    state: 'idle',
    stopReason: null,
    latencyMs: null,
    retryAt: null,
    lastEventAt: null,
  }
  private socket: SocketLike | null = null
  private cursor: Cursor | null = null
  private failures = 0
  private lastHeardAt = 0
  private pingSentAt: number | null = null
  /** The pause the server asked for before it went down; of this connection only. */
  private announcedMs: number | null = null
  /** Whether there was a time without a connection since the last subscription stood. */
  private wasAway = false
  private readonly batch = new EventBatch((events) => this.handOn(events))
  private stepTimer: ReturnType<typeof setTimeout> | undefined
  private stableTimer: ReturnType<typeof setTimeout> | undefined
  private lingerTimer: ReturnType<typeof setTimeout> | undefined
  private stopHints = () => {}
  private watchdog: ReturnType<typeof setInterval> | undefined
  private latencyTimer: ReturnType<typeof setInterval> | undefined
  private readonly listeners = new Map<BatchHandler, ReadonlySet<EventType> | '*'>()
  private readonly resetHandlers = new Set<(reason: string) => void>()
  private readonly returnHandlers = new Set<() => void>()
  private readonly statusHandlers = new Set<() => void>()

  constructor(private readonly options: RealTimeOptions) {}

  /**
   * Hands batches of the named events to `handler` until the returned function is called. The first
   * listener opens the socket; some time after the last one left it is closed.
   */
  subscribe(events: readonly EventType[] | '*', handler: BatchHandler): () => void {
    const wanted = events === '*' ? '*' : new Set(events)
    // A wrapper, so that one function subscribed twice counts twice.
    const entry: BatchHandler = (batch) => handler(batch)
    this.listeners.set(entry, wanted)
    clearTimeout(this.lingerTimer)
    if (this.status.state === 'idle') this.connect()
    return () => {
      const wasLast = this.listeners.delete(entry) && this.listeners.size === 0
      if (wasLast && this.status.state !== 'idle') {
        this.lingerTimer = setTimeout(() => this.goIdle(), LINGER_MS)
      }
    }
  }

  /** Calls `handler` when the position was lost, or there was none: everything has to be read again. */
  onReset(handler: (reason: string) => void): () => void {
    this.resetHandlers.add(handler)
    return () => this.resetHandlers.delete(handler)
  }

  /** Calls `handler` when a subscription stands after a time without: durable events follow, others were missed. */
  onReturn(handler: () => void): () => void {
    this.returnHandlers.add(handler)
    return () => this.returnHandlers.delete(handler)
  }

  /** Calls `handler` after every change of `getStatus()`. */
  onStatus(handler: () => void): () => void {
    this.statusHandlers.add(handler)
    return () => this.statusHandlers.delete(handler)
  }

  getStatus = (): RealTimeStatus => this.status

  /** Where the next subscription starts: the cursor of a snapshot that was read. */
  setCursor(cursor: Cursor | null): void {
    this.cursor = cursor
  }

  getCursor(): Cursor | null {
    return this.cursor
  }

  /** Tries at once: by a click, after logging in, or because something says it would work now. */
  reconnect = (): void => {
    this.failures = 0
    this.wasAway = true
    if (this.listeners.size > 0) this.connect()
  }

  /** Stops until `reconnect` is called. Whoever comes then may be somebody else: the position is forgotten. */
  stop(stopReason: StopReason): void {
    this.dropSocket()
    this.clearTimers()
    this.wasAway = true
    this.cursor = null
    this.set({ state: 'stopped', stopReason, retryAt: null, latencyMs: null })
  }

  /** Closes the socket and forgets the position, as after logging out. Listeners stay. */
  forget(): void {
    this.goIdle()
    this.cursor = null
    this.failures = 0
    this.wasAway = false
  }

  // ---- the state machine ----

  private startWatching(): void {
    if (this.watchdog !== undefined) return
    this.stopHints = watchHints({ maybeBetter: () => this.tryNow(), maybeWorse: () => this.probe() })
    this.watchdog = setInterval(() => this.watch(), WATCHDOG_EVERY_MS)
  }

  private goIdle(): void {
    this.stopHints()
    clearTimeout(this.lingerTimer)
    clearInterval(this.watchdog)
    this.watchdog = undefined
    this.dropSocket()
    this.clearTimers()
    this.batch.flush()
    this.batch.drop()
    this.wasAway = true
    this.set({ state: 'idle', stopReason: null, retryAt: null, latencyMs: null })
  }

  private connect(): void {
    this.startWatching()
    this.dropSocket()
    this.clearTimers()
    this.set({ state: 'connecting', stopReason: null, retryAt: null })
    let socket: SocketLike
    try {
      socket = this.options.createSocket(this.options.url())
    } catch {
      return this.fail()
    }
    this.socket = socket
    let opened = false
    socket.onopen = () => {
      opened = true
      this.opened()
    }
    socket.onmessage = (message) => this.received(message.data)
    socket.onclose = ({ code }) => {
      this.socket = null
      const stopReason = STOP_CODES[code]
      if (stopReason) this.stop(stopReason)
      else if (this.announcedMs !== null) this.pause(this.announcedMs)
      else this.fail(!opened)
    }
    this.limit(CONNECT_TIMEOUT_MS, () => this.fail(true))
  }

  /** Calls `over` when the present step takes too long. A tab that slept through the time allows it once more. */
  private limit(ms: number, over: () => void, mayOversleep = true): void {
    clearTimeout(this.stepTimer)
    const due = this.options.now() + ms
    this.stepTimer = setTimeout(() => {
      const overslept = this.options.now() - due > OVERSLEPT_MS
      if (overslept && mayOversleep) this.limit(ms, over, false)
      else over()
    }, ms)
  }

  private opened(): void {
    this.set({ state: 'subscribing' })
    this.lastHeardAt = this.options.now()
    this.send({ type: 'subscribe', events: '*', cursor: this.cursor })
    this.limit(SUBSCRIBE_TIMEOUT_MS, () => this.fail())
  }

  private live(): void {
    this.clearTimers()
    this.set({ state: 'live' })
    this.stableTimer = setTimeout(() => {
      this.failures = 0
    }, STABLE_AFTER_MS)
    this.measure()
    this.latencyTimer = setInterval(() => this.measure(), LATENCY_EVERY_MS)
    if (!this.wasAway) return
    this.wasAway = false
    for (const handler of this.returnHandlers) handler()
  }

  private fail(beforeOpen = false): void {
    this.failures += 1
    this.pause(retryDelayMs(this.failures, this.options.random))
    if (beforeOpen) void this.askForSession()
  }

  private pause(delayMs: number): void {
    this.dropSocket()
    this.clearTimers()
    this.wasAway = true
    // The attempts go on without a network: a server on this machine is reachable all the same.
    const state = navigator.onLine === false ? 'offline' : 'waiting'
    this.set({ state, retryAt: this.options.now() + delayMs, latencyMs: null })
    this.stepTimer = setTimeout(() => this.connect(), delayMs)
  }

  private async askForSession(): Promise<void> {
    const valid = await this.options.sessionIsValid?.().catch(() => true)
    const stillFailing = ['waiting', 'offline', 'connecting'].includes(this.status.state)
    if (valid === false && stillFailing) this.stop('signed_out')
  }

  /** Asks whether the server is there; only an answer that does not come ends the connection. */
  private probe(): void {
    if (this.status.state !== 'live') return
    this.set({ state: 'probing' })
    this.measure()
    this.limit(PROBE_TIMEOUT_MS, () => this.fail())
  }

  private watch(): void {
    if (this.options.now() - this.lastHeardAt > SILENCE_LIMIT_MS) this.probe()
  }

  /** Follows a hint that things changed: an attempt comes sooner, a connection is asked and never dropped for it. */
  private tryNow(): void {
    const { state } = this.status
    if (state === 'waiting' || state === 'offline') this.connect()
    else this.probe()
  }

  // ---- frames ----

  private received(data: unknown): void {
    this.lastHeardAt = this.options.now()
    if (this.status.state === 'probing') {
      clearTimeout(this.stepTimer)
      this.set({ state: 'live' })
    }
    const frame = parseFrame(data)
    if (!frame) return
    switch (frame.type) {
      case 'subscribed': {
        // With a cursor of ours the replay follows, and our own position decides what is new.
        const beganAtNow = this.cursor === null
        if (this.cursor?.epoch !== frame.cursor.epoch) this.cursor = frame.cursor
        this.live()
        if (beganAtNow) this.announceReset('no_position')
        return
      }
      case 'reset':
        this.cursor = frame.cursor
        this.batch.drop()
        this.announceReset(frame.reason)
        if (this.status.state === 'subscribing') this.live()
        return
      case 'ping':
        this.advance(frame.seq)
        return this.send({ type: 'pong' })
      case 'pong':
        return this.measured(frame.seq)
      case 'going_down':
        this.announcedMs = announcedDelayMs(frame.retry_in_ms)
        return
      case 'error':
        // The server hangs up next; its close code decides what follows.
        return console.error(`The live connection was refused: ${frame.message}`)
      default:
        return this.take(frame)
    }
  }

  private take(event: Envelope): void {
    if (typeof event.seq === 'number') {
      const known = this.cursor?.seq
      if (known !== undefined && event.seq <= known) return
      // Something is missing between: begin again from where we are sure.
      if (known !== undefined && event.seq > known + 1) return this.fail()
      this.advance(event.seq)
    }
    this.set({ lastEventAt: this.options.now() }, 'quiet')
    this.batch.add(event)
  }

  private advance(seq: number): void {
    if (this.cursor && seq > this.cursor.seq) this.cursor = { ...this.cursor, seq }
  }

  private handOn(events: Envelope[]): void {
    for (const [handler, wanted] of this.listeners) {
      const own = wanted === '*' ? events : events.filter((event) => wanted.has(event.type))
      if (own.length > 0) handler(own)
    }
    this.announce()
  }

  private measure(): void {
    if (this.pingSentAt !== null && this.status.state !== 'probing') return
    this.pingSentAt = this.options.now()
    this.send({ type: 'ping' })
  }

  private measured(seq: number): void {
    this.advance(seq)
    if (this.pingSentAt === null) return
    const latencyMs = Math.max(0, this.options.now() - this.pingSentAt)
    this.pingSentAt = null
    this.set({ latencyMs })
  }

  private send(frame: ClientFrame): void {
    if (this.socket?.readyState === OPEN) this.socket.send(JSON.stringify(frame))
  }

  // ---- housekeeping ----

  private dropSocket(): void {
    const socket = this.socket
    this.socket = null
    this.pingSentAt = null
    this.announcedMs = null
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null
    socket.close(GOING_AWAY)
  }

  private clearTimers(): void {
    clearTimeout(this.stepTimer)
    clearTimeout(this.stableTimer)
    clearInterval(this.latencyTimer)
  }

  private set(change: Partial<RealTimeStatus>, loudness: 'loud' | 'quiet' = 'loud'): void {
    this.status = { ...this.status, ...change }
    if (loudness === 'loud') this.announce()
  }

  private announceReset(reason: string): void {
    for (const handler of this.resetHandlers) handler(reason)
  }

  private announce(): void {
    for (const handler of this.statusHandlers) handler()
  }
}
