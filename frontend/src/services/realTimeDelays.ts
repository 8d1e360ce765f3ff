/** Every pause and time limit of the live connection, and how long the pause before an attempt is. */

/** The first pause before a new attempt; doubles with every failure. */
export const RETRY_BASE_MS = 500
/** No pause is longer than this. */
export const RETRY_MAX_MS = 20_000
/** A server that goes down may ask for no longer pause than this. */
export const ANNOUNCED_MAX_MS = 30_000
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
/** A limit that is noticed this much too late was slept through. A hidden tab's timers are up to a minute late. */
export const OVERSLEPT_MS = 2_000
/** How often the silence is looked at. Hidden tabs run timers rarely, hence time stamps decide. */
export const WATCHDOG_EVERY_MS = 5_000
/** How often the round trip is measured. */
export const LATENCY_EVERY_MS = 30_000
/** The socket outlives its last listener by this much, so that changing the page keeps it. */
export const LINGER_MS = 3_000
/** Animation frames do not run in hidden tabs; a batch waits no longer than this. */
export const BATCH_MAX_WAIT_MS = 250
/** Between two batches of a flood. Nobody reads a list that changes more often, and drawing one takes some 30 ms. */
export const FLOOD_PAUSE_MS = 150

/** The pause before attempt number `failures` (from 1): full jitter below a doubling ceiling. */
export function retryDelayMs(failures: number, random: () => number): number {
  const ceiling = Math.min(RETRY_MAX_MS, RETRY_BASE_MS * 2 ** Math.max(0, failures - 1))
  return Math.round(random() * ceiling)
}

/** The pause a server asked for before it went down, within our limit; null for what is no pause. */
export function announcedDelayMs(asked: unknown): number | null {
  if (typeof asked !== 'number' || !Number.isFinite(asked) || asked < 0) return null
  return Math.min(ANNOUNCED_MAX_MS, Math.round(asked))
}
