/**
 * The one WebSocket of a tab: connects, subscribes from a cursor, and hands events on in batches.
 *
 * It promises that listeners get every durable event once and in order, or are told (`onReset`) that
 * they have to read everything again. It knows no React, no query cache and no event's meaning.
 */
import type { ClientFrame, Cursor, Envelope, EventType } from '../types/events'
import { CLOSE_CODES, parseFrame, type SocketLike, type StopReason } from './realTimeWire'

export type { SocketLike, StopReason } from './realTimeWire'

/** The first pause before a new attempt; doubles with every failure. */
export const RETRY_BASE_MS = 500
/** No pause is longer than this. */
export const RETRY_MAX_MS = 20_000
/** A connection that was up this long forgets earlier failures. */
export const STABLE_AFTER_MS = 5_000
/** How long opening the socket may take. */
export const CONNECT_TIMEOUT_MS = 5_000
/** How long the answer to `subscribe` may take. */
export const SUBSCRIBE_TIMEOUT_MS = 10_000
/** The server pings every 25 s ± 20 %; silence for longer than this is suspicious. */
export const SILENCE_LIMIT_MS = 40_000
/** How long the answer to our own ping may take. */
export const PROBE_TIMEOUT_MS = 5_000
/** How often the silence is looked at. Hidden tabs run timers rarely, hence time stamps decide. */
export const WATCHDOG_EVERY_MS = 5_000
/** How often the round trip is measured. */
export const LATENCY_EVERY_MS = 30_000
/** The socket outlives its last listener by this much, so that changing the page keeps it. */
export const LINGER_MS = 3_000
/** Animation frames do not run in hidden tabs; a batch waits no longer than this. */
export const BATCH_MAX_WAIT_MS = 250
/** A batch of this size is handed on at once. */
export const BATCH_MAX_EVENTS = 1_000

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

/** The pause before attempt number `failures` (from 1): full jitter below a doubling ceiling. */
export function retryDelayMs(failures: number, random: () => number): number {
  const ceiling = Math.min(RETRY_MAX_MS, RETRY_BASE_MS * 2 ** Math.max(0, failures - 1))
  return Math.round(random() * ceiling)
}

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
  private batch: Envelope[] = []
  private batchFrame: number | null = null
  private batchTimer: ReturnType<typeof setTimeout> | undefined
  private stepTimer: ReturnType<typeof setTimeout> | undefined
  private stableTimer: ReturnType<typeof setTimeout> | undefined
  private lingerTimer: ReturnType<typeof setTimeout> | undefined
  private watchdog: ReturnType<typeof setInterval> | undefined
  private latencyTimer: ReturnType<typeof setInterval> | undefined
  private readonly listeners = new Map<BatchHandler, ReadonlySet<EventType> | '*'>()
  private readonly resetHandlers = new Set<(reason: string) => void>()
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

  /** Calls `handler` when the position was lost and everything has to be read again. */
  onReset(handler: (reason: string) => void): () => void {
    this.resetHandlers.add(handler)
    return () => this.resetHandlers.delete(handler)
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
    if (this.listeners.size === 0) return
    this.connect()
  }

  /** Stops until `reconnect` is called. */
  stop(stopReason: StopReason): void {
    this.dropSocket()
    this.clearTimers()
    this.set({ state: 'stopped', stopReason, retryAt: null })
  }

  /** Closes the socket and forgets the position, as after logging out. Listeners stay. */
  forget(): void {
    this.goIdle()
    this.cursor = null
    this.failures = 0
  }

  // ---- the state machine ----

  private startWatching(): void {
    if (this.watchdog !== undefined) return
    window.addEventListener('online', this.onOnline)
    document.addEventListener('visibilitychange', this.onVisible)
    this.watchdog = setInterval(() => this.watch(), WATCHDOG_EVERY_MS)
  }

  private goIdle(): void {
    window.removeEventListener('online', this.onOnline)
    document.removeEventListener('visibilitychange', this.onVisible)
    clearTimeout(this.lingerTimer)
    clearInterval(this.watchdog)
    this.watchdog = undefined
    this.dropSocket()
    this.clearTimers()
    this.flush()
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
      this.fail()
      return
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
      const stopReason = CLOSE_CODES[code]
      if (stopReason) this.stop(stopReason)
      else this.fail(!opened)
    }
    this.stepTimer = setTimeout(() => this.fail(true), CONNECT_TIMEOUT_MS)
  }

  private opened(): void {
    clearTimeout(this.stepTimer)
    this.set({ state: 'subscribing' })
    this.lastHeardAt = this.options.now()
    this.send({ type: 'subscribe', events: '*', cursor: this.cursor })
    this.stepTimer = setTimeout(() => this.fail(), SUBSCRIBE_TIMEOUT_MS)
  }

  private live(): void {
    this.clearTimers()
    this.set({ state: 'live' })
    this.stableTimer = setTimeout(() => {
      this.failures = 0
    }, STABLE_AFTER_MS)
    this.measure()
    this.latencyTimer = setInterval(() => this.measure(), LATENCY_EVERY_MS)
  }

  private fail(beforeOpen = false): void {
    this.dropSocket()
    this.clearTimers()
    this.failures += 1
    const delay = retryDelayMs(this.failures, this.options.random)
    // The attempts go on without a network: a server on this machine is reachable all the same.
    const state = navigator.onLine === false ? 'offline' : 'waiting'
    this.set({ state, retryAt: this.options.now() + delay })
    this.stepTimer = setTimeout(() => this.connect(), delay)
    if (beforeOpen) void this.askForSession()
  }

  private async askForSession(): Promise<void> {
    const valid = await this.options.sessionIsValid?.().catch(() => true)
    const stillFailing = this.status.state === 'waiting' || this.status.state === 'connecting'
    if (valid === false && stillFailing) this.stop('signed_out')
  }

  private probe(): void {
    if (this.status.state !== 'live') return
    this.set({ state: 'probing' })
    this.measure()
    this.stepTimer = setTimeout(() => this.fail(), PROBE_TIMEOUT_MS)
  }

  private watch(): void {
    if (this.options.now() - this.lastHeardAt > SILENCE_LIMIT_MS) this.probe()
  }

  private readonly onOnline = (): void => this.tryNow()

  private readonly onVisible = (): void => {
    if (document.visibilityState === 'visible') this.tryNow()
  }

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
      case 'subscribed':
        // With a cursor of ours the replay follows, and our own position decides what is new.
        if (!this.cursor || this.cursor.epoch !== frame.cursor.epoch) this.cursor = frame.cursor
        return this.live()
      case 'reset':
        this.cursor = frame.cursor
        this.batch = []
        for (const handler of this.resetHandlers) handler(frame.reason)
        if (this.status.state === 'subscribing') this.live()
        return
      case 'ping':
        this.advance(frame.seq)
        return this.send({ type: 'pong' })
      case 'pong':
        return this.measured(frame.seq)
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
    this.batch.push(event)
    this.scheduleFlush()
  }

  private advance(seq: number): void {
    if (this.cursor && seq > this.cursor.seq) this.cursor = { ...this.cursor, seq }
  }

  private scheduleFlush(): void {
    if (this.batch.length >= BATCH_MAX_EVENTS) return this.flush()
    if (this.batchTimer !== undefined) return
    this.batchFrame = requestAnimationFrame(() => this.flush())
    this.batchTimer = setTimeout(() => this.flush(), BATCH_MAX_WAIT_MS)
  }

  private flush(): void {
    if (this.batchFrame !== null) cancelAnimationFrame(this.batchFrame)
    clearTimeout(this.batchTimer)
    this.batchFrame = null
    this.batchTimer = undefined
    const events = this.batch
    if (events.length === 0) return
    this.batch = []
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

  private announce(): void {
    for (const handler of this.statusHandlers) handler()
  }
}
