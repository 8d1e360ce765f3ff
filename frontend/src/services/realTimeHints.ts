/**
 * What the browser says about the network and the tab. These are hints: a browser that says it is online may reach
 * nothing, and one that says it is offline reaches a server on this machine.
 */
export interface Hints {
  /** Things may have become better, or time has passed unseen. */
  maybeBetter: () => void
  /** Things may have become worse. */
  maybeWorse: () => void
}

/** Passes hints on until the returned function is called. */
export function watchHints({ maybeBetter, maybeWorse }: Hints): () => void {
  const whenVisible = () => {
    if (document.visibilityState === 'visible') maybeBetter()
  }
  window.addEventListener('online', maybeBetter)
  window.addEventListener('offline', maybeWorse)
  document.addEventListener('visibilitychange', whenVisible)
  // A frozen tab that goes on, visible or not.
  document.addEventListener('resume', maybeBetter)
  return () => {
    window.removeEventListener('online', maybeBetter)
    window.removeEventListener('offline', maybeWorse)
    document.removeEventListener('visibilitychange', whenVisible)
    document.removeEventListener('resume', maybeBetter)
  }
}
