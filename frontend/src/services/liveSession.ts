/**
 * One person's live view: keeps a query cache in step with the server through the socket.
 *
 * It reads a snapshot, subscribes from the snapshot's cursor and applies what follows; when the
 * position is lost it reads everything again. It knows no React.
 */
import { QueryClient, type QueryKey } from '@tanstack/react-query'
import type { LiveSnapshot, Me } from '../types/api'
import type { Envelope } from '../types/events'
import { ApiProblem, type DynamicAPI, dynamicAPI, realTimeUrl } from './dynamicAPI'
import { applyEvents, applySnapshot, markUntold } from './liveCache'
import { queryKeys as keys } from './queryKeys'
import { RealTimeService, type SocketLike } from './realTimeService'

/** One part of the cache is read again at most this often, however many events ask for it. */
export const REFRESH_EVERY_MS = 400
/** The pause before a snapshot that failed is read again. */
export const SNAPSHOT_RETRY_MS = 2_000
/** While a snapshot is read no more events than this are held; beyond it the snapshot is read again. */
export const HELD_EVENTS_MAX = 5_000
/** Server state is fresh until an event says otherwise; this is the net below the events. */
export const STALE_AFTER_MS = 60_000

/** A query cache with the settings that the live events call for. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: STALE_AFTER_MS,
        // What the server refuses stays refused; only a failed network is worth a second try.
        retry: (count, error) => count < 2 && !(error instanceof ApiProblem && error.status > 0 && error.status < 500),
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })
}

/** Gathers marks and reads each part again, the first time at once and then at a steady pace. */
export class Refresher {
  private readonly marked = new Map<string, QueryKey>()
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly client: QueryClient) {}

  mark = (key: QueryKey): void => {
    this.marked.set(JSON.stringify(key), key)
  }

  /** Reads what is marked, unless that happened just now; then a little later. */
  settle(): void {
    if (this.timer !== undefined || this.marked.size === 0) return
    this.run()
    this.timer = setTimeout(() => {
      this.timer = undefined
      this.settle()
    }, REFRESH_EVERY_MS)
  }

  private run(): void {
    const keys = [...this.marked.values()]
    this.marked.clear()
    for (const queryKey of keys) void this.client.invalidateQueries({ queryKey })
  }
}

export interface LiveSessionParts {
  client: QueryClient
  realTime: RealTimeService
  api: Pick<DynamicAPI, 'snapshot'>
}

export class LiveSession {
  readonly client: QueryClient
  readonly realTime: RealTimeService
  private readonly api: Pick<DynamicAPI, 'snapshot'>
  private readonly refresher: Refresher
  private holders = 0
  private unsubscribe: (() => void) | null = null
  private syncing = false
  private held: Envelope[] = []
  /** The snapshot that is being read will not do: too much came meanwhile, or the position was lost again. */
  private outrun = false
  /** The generation whose start is under way; a second holder must not start it again. */
  private beginning: number | null = null
  private generation = 0

  constructor({ client, realTime, api }: LiveSessionParts) {
    this.client = client
    this.realTime = realTime
    this.api = api
    this.refresher = new Refresher(client)
    realTime.onReset(() => void this.resync())
    realTime.onReturn(() => {
      markUntold(this.refresher.mark)
      this.refresher.settle()
    })
  }

  /** Keeps the view live until the returned function is called; holders are counted. */
  retain(): () => void {
    this.holders += 1
    if (this.holders === 1) void this.begin()
    let released = false
    return () => {
      if (released) return
      released = true
      this.holders -= 1
      if (this.holders === 0) this.end()
    }
  }

  /** Forgets everything of the person who was here, after logging out or before logging in. */
  forget(): void {
    this.generation += 1
    this.syncing = false
    this.held = []
    this.realTime.forget()
    this.client.clear()
    if (this.holders > 0) void this.begin()
  }

  private async begin(): Promise<void> {
    const generation = this.generation
    if (this.beginning === generation) return
    this.beginning = generation
    // The position comes first and the data after it, so that nothing falls between the two.
    const position = this.realTime.getCursor()
    if (!position) await this.readSnapshot(generation)
    if (generation !== this.generation) return
    this.beginning = null
    if (this.holders === 0) return
    this.unsubscribe?.()
    this.unsubscribe = this.realTime.subscribe('*', (events) => this.take(events))
  }

  private end(): void {
    this.unsubscribe?.()
    this.unsubscribe = null
  }

  private async resync(): Promise<void> {
    if (this.syncing) {
      this.outrun = true
      return
    }
    const generation = this.generation
    this.syncing = true
    this.outrun = false
    this.held = []
    void this.client.invalidateQueries()
    const goesOn = () =>
      generation === this.generation && this.holders > 0 && this.realTime.getStatus().state !== 'stopped'
    while (goesOn()) {
      const position = await this.readSnapshot(generation)
      if (position !== null && !this.outrun) break
      if (this.outrun) this.held = []
      this.outrun = false
      if (goesOn()) await new Promise((resolve) => setTimeout(resolve, SNAPSHOT_RETRY_MS))
    }
    if (generation !== this.generation) return
    this.syncing = false
    const held = this.held
    this.held = []
    this.apply(held)
  }

  /** Reads the snapshot into the cache; its position, or null when it could not be read. */
  private async readSnapshot(generation: number): Promise<number | null> {
    try {
      const snapshot = await this.api.snapshot()
      if (generation !== this.generation) return null
      if (this.isOfSomebodyElse(snapshot)) {
        this.forget()
        return null
      }
      applySnapshot(this.client, snapshot, this.refresher.mark)
      this.refresher.settle()
      this.held = this.held.filter((event) => (event.seq ?? Infinity) > snapshot.cursor.seq)
      // While the socket is live its own position is the right one.
      if (this.realTime.getStatus().state === 'idle') this.realTime.setCursor(snapshot.cursor)
      return snapshot.cursor.seq
    } catch (error) {
      const refused = error instanceof ApiProblem && error.status === 401
      if (refused && generation === this.generation) this.realTime.stop('signed_out')
      return null
    }
  }

  /** Another tab may have logged out and somebody else in: the cookie is one for all tabs. */
  private isOfSomebodyElse({ user }: LiveSnapshot): boolean {
    const me = this.client.getQueryData<Me>(keys.me)
    return me !== undefined && me.user.id !== user.id
  }

  private take(events: Envelope[]): void {
    if (!this.syncing) return this.apply(events)
    this.held.push(...events)
    if (this.held.length <= HELD_EVENTS_MAX) return
    this.held = []
    this.outrun = true
  }

  private apply(events: Envelope[]): void {
    try {
      applyEvents(this.client, events, this.refresher.mark)
      this.refresher.settle()
    } catch (error) {
      // One event that cannot be applied must not cost those beside it: everything is read again.
      console.error('An event could not be applied.', error)
      void this.resync()
    }
  }
}

let shared: LiveSession | null = null

/** The live view of this tab. There is one, whatever the number of hooks. */
export function sharedLiveSession(): LiveSession {
  shared ??= new LiveSession({
    client: createQueryClient(),
    realTime: new RealTimeService({
      url: realTimeUrl,
      createSocket: (url) => new WebSocket(url) as SocketLike,
      random: Math.random,
      now: Date.now,
      sessionIsValid: () =>
        dynamicAPI.me().then(
          () => true,
          (error: unknown) => !(error instanceof ApiProblem && error.status === 401),
        ),
    }),
    api: dynamicAPI,
  })
  return shared
}
