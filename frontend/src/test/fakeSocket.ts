/** A socket that a test drives by hand. */
import type { SocketLike } from '../services/realTimeService'
import type { ClientFrame, ServerFrame } from '../types/events'

export class FakeSocket implements SocketLike {
  static made: FakeSocket[] = []
  static get last(): FakeSocket {
    const socket = FakeSocket.made.at(-1)
    if (!socket) throw new Error('no socket was made')
    return socket
  }

  readyState = 0
  onopen: (() => void) | null = null
  onmessage: ((message: { data: unknown }) => void) | null = null
  onclose: ((closed: { code: number; reason: string }) => void) | null = null
  onerror: (() => void) | null = null
  readonly sent: ClientFrame[] = []
  closed = false

  constructor(readonly url: string) {
    FakeSocket.made.push(this)
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientFrame)
  }

  close(): void {
    this.readyState = 3
    this.closed = true
  }

  // ---- what the server does ----

  open(): this {
    this.readyState = 1
    this.onopen?.()
    return this
  }

  say(frame: ServerFrame | Record<string, unknown>): this {
    this.onmessage?.({ data: JSON.stringify(frame) })
    return this
  }

  /** Opens and accepts the subscription. */
  accept(seq = 0, epoch = 'e'): this {
    return this.open().say({ type: 'subscribed', cursor: { epoch, seq } })
  }

  hangUp(code = 1006): void {
    this.readyState = 3
    this.onclose?.({ code, reason: '' })
  }

  kinds(): string[] {
    return this.sent.map((frame) => frame.type)
  }
}
