/** The present, as a value that makes a component render again. */
import { useSyncExternalStore } from 'react'

/** Milliseconds since 1970, renewed every `everyMs`; frozen while `active` is false. */
export function useNow(everyMs: number, active = true): number {
  return useSyncExternalStore(
    (changed) => {
      if (!active) return () => {}
      const timer = setInterval(changed, everyMs)
      return () => clearInterval(timer)
    },
    () => Math.floor(Date.now() / everyMs) * everyMs,
  )
}
