/** A socket that is served by the mock world, at once and in order. */
import type { World } from '../../mock/world'
import type { SocketLike } from '../services/realTimeService'
import type { ClientFrame } from '../types/events'

export class WorldSocket implements SocketLike {
  readyState = 0
  onopen: (() => void) | null = null
  onmessage: ((message: { data: unknown }) => void) | null = null
  onclose: ((closed: { code: number; reason: string }) => void) | null = null
  onerror: (() => void) | null = null
  private stop = () => {}

  constructor(private readonly world: World) {
    queueMicrotask(() => {
      this.readyState = 1
      this.onopen?.()
    })
  }

  send(text: string): void {
    const frame = JSON.parse(text) as ClientFrame
    const answer = (made: unknown) => this.onmessage?.({ data: JSON.stringify(made) })
    if (frame.type === 'ping') queueMicrotask(() => answer({ type: 'pong', seq: this.world.seq }))
    if (frame.type !== 'subscribe') return
    this.stop = this.world.onEvent(answer)
    queueMicrotask(() =>
      answer({ type: 'subscribed', cursor: frame.cursor ?? { epoch: this.world.epoch, seq: this.world.seq } }),
    )
  }

  close(): void {
    this.readyState = 3
    this.stop()
  }
}
