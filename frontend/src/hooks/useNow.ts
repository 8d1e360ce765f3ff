/** The present, as a value that makes a component render again. */
import { useSyncExternalStore } from 'react'

/** Fine enough for "2 min ago". */
const NOW_EVERY_MS = 10_000

/**
 * Milliseconds since 1970, rounded up to the next `everyMs` so that what just happened never lies in
 * the future; renewed at that pace, frozen while `active` is false.
 */
export function useNow(everyMs = NOW_EVERY_MS, active = true): number {
  return useSyncExternalStore(
    (changed) => {
      if (!active) return () => {}
      const timer = setInterval(changed, everyMs)
      return () => clearInterval(timer)
    },
    () => Math.ceil(Date.now() / everyMs) * everyMs,
  )
}
