/**
 * The live view of one run: pictures of the page as it is filled, and the person's mouse and keyboard.
 *
 * A socket of its own, so that pictures never stand in the way of events. It knows no React. The next picture is asked
 * for when the last one is on screen, so a slow line shows fewer pictures and never older ones.
 */

/** The first pause before a new attempt; doubles with every failure. */
export const RETRY_BASE_MS = 500
/** No pause is longer than this. */
export const RETRY_MAX_MS = 8_000

export type RunViewState = 'connecting' | 'open' | 'waiting' | 'closed'

/** What can be shown. A new object whenever something changed. */
export interface RunViewStatus {
  state: RunViewState
  /** Whether the person has the mouse and the keyboard. */
  taken: boolean
  /** Asked to take over; the step under way is not done yet. */
  asking: boolean
  /** Why the last wish was not done. */
  refused: string | null
  /** The size of what is shown, in the page's own pixels; null before the first picture. */
  size: { width: number; height: number } | null
}

export interface Modifiers {
  alt: boolean
  ctrl: boolean
  meta: boolean
  shift: boolean
}

/** What a person does; places are in the page's own pixels. */
export type PersonInput =
  | { type: 'mouse_move'; x: number; y: number; dragging: boolean }
  | { type: 'mouse_down' | 'mouse_up'; x: number; y: number; button: 'left' | 'middle' | 'right'; clicks: number }
  | { type: 'wheel'; x: number; y: number; delta_x: number; delta_y: number }
  | { type: 'key_down' | 'key_up'; key: string; code: string; modifiers: Modifiers }
  | { type: 'text'; text: string }

/** The part of a WebSocket that is used. */
export interface RunSocket {
  binaryType: string
  readonly readyState: number
  onopen: (() => void) | null
  onmessage: ((message: { data: unknown }) => void) | null
  onclose: (() => void) | null
  send(text: string): void
  close(): void
}

interface Options {
  url: string
  /** Shows a picture; the next one comes when this is done. */
  paint: (jpeg: Blob) => Promise<void>
  open?: (url: string) => RunSocket
}

const OPEN = 1

type Frame =
  | { type: 'state'; taken: boolean }
  | { type: 'frame'; width: number; height: number }
  | { type: 'refused'; detail: string }
  | { type: 'ended' }

export class RunView {
  private socket: RunSocket | null = null
  private retry: ReturnType<typeof setTimeout> | null = null
  private failures = 0
  private stopped = false
  private readonly listeners = new Set<() => void>()
  private current: RunViewStatus = { state: 'connecting', taken: false, asking: false, refused: null, size: null }

  constructor(private readonly options: Options) {
    this.connect()
  }

  get status(): RunViewStatus {
    return this.current
  }

  /** Calls back whenever the status changed; gives what ends that. */
  onChange = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  takeOver(): void {
    this.set({ asking: true, refused: null })
    this.say({ type: 'take_over' })
  }

  giveBack(): void {
    this.say({ type: 'give_back' })
  }

  /** Passed on only while the person has the run. */
  input(input: PersonInput): void {
    if (this.current.taken) this.say({ type: 'input', input })
  }

  /** Ends it for good. A run that was taken over stays with the person until they are idle too long. */
  close(): void {
    this.stopped = true
    if (this.retry) clearTimeout(this.retry)
    this.socket?.close()
    this.set({ state: 'closed' })
    this.listeners.clear()
  }

  private connect(): void {
    const make = this.options.open ?? ((url: string) => new WebSocket(url) as unknown as RunSocket)
    const socket = make(this.options.url)
    socket.binaryType = 'blob'
    socket.onopen = () => this.set({ state: 'open' })
    socket.onmessage = ({ data }) => this.hear(socket, data)
    socket.onclose = () => {
      if (this.socket === socket) this.lost()
    }
    this.socket = socket
  }

  private hear(socket: RunSocket, data: unknown): void {
    if (data instanceof Blob) {
      this.failures = 0
      const seen = () => this.socket === socket && this.say({ type: 'seen' })
      // A picture that cannot be read is skipped like one that nobody needed.
      this.options.paint(data).then(seen, seen)
      return
    }
    const frame = parse(data)
    if (frame?.type === 'state') this.set({ taken: frame.taken, asking: this.current.asking && !frame.taken })
    if (frame?.type === 'refused') this.set({ refused: frame.detail, asking: false })
    if (frame?.type === 'frame') {
      const { size } = this.current
      if (size?.width !== frame.width || size.height !== frame.height)
        this.set({ size: { width: frame.width, height: frame.height } })
    }
  }

  /** Tried again until it is closed: a run begins after the page that shows it, and a network comes back. */
  private lost(): void {
    this.socket = null
    if (this.stopped) return
    this.set({ state: 'waiting', taken: false, asking: false })
    const pause = Math.min(RETRY_MAX_MS, RETRY_BASE_MS * 2 ** this.failures)
    this.failures += 1
    this.retry = setTimeout(() => this.connect(), pause)
  }

  private say(message: object): void {
    if (this.socket?.readyState === OPEN) this.socket.send(JSON.stringify(message))
  }

  private set(change: Partial<RunViewStatus>): void {
    this.current = { ...this.current, ...change }
    for (const listener of [...this.listeners]) listener()
  }
}

function parse(data: unknown): Frame | null {
  if (typeof data !== 'string') return null
  try {
    const frame: unknown = JSON.parse(data)
    return typeof frame === 'object' && frame !== null && 'type' in frame ? (frame as Frame) : null
  } catch {
    return null
  }
}
