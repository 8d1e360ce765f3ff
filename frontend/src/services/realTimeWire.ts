/** What travels on the live socket, apart from what is done about it. */
import type { ServerFrame } from '../types/events'

/** Why the server does not want to be asked again. */
export type StopReason = 'signed_out' | 'forbidden' | 'protocol'

/**
 * The close codes that end it for good. After every other one it is tried again: 1006 (cut), 1012 (the server
 * goes down), 4008 (too slow), and those that nobody knows yet.
 */
export const STOP_CODES: Readonly<Record<number, StopReason>> = {
  4000: 'protocol',
  4001: 'signed_out',
  4003: 'forbidden',
}

/** The part of a WebSocket that is used. */
export interface SocketLike {
  readonly readyState: number
  onopen: (() => void) | null
  onmessage: ((message: { data: unknown }) => void) | null
  onclose: ((closed: { code: number; reason: string }) => void) | null
  onerror: (() => void) | null
  send(text: string): void
  close(code?: number, reason?: string): void
}

/** A frame of the server, or null for what is none. */
export function parseFrame(data: unknown): ServerFrame | null {
  if (typeof data !== 'string') return null
  try {
    const frame: unknown = JSON.parse(data)
    const isFrame = typeof frame === 'object' && frame !== null && 'type' in frame
    return isFrame ? (frame as ServerFrame) : null
  } catch {
    return null
  }
}
