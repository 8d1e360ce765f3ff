/** What can wait until the page has been painted. */
import { startTransition } from 'react'

const waiting = new Set<() => void>()

/**
 * Does something once what is there now has been painted, all that wait together, and gives way to the person meanwhile.
 * The result takes it back.
 *
 * Two frames: the first one paints, and the second one says that it was. In a hidden tab nothing is painted, and it waits.
 */
export function afterPaint(act: () => void): () => void {
  if (waiting.size === 0) requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(actAll)))
  waiting.add(act)
  return () => {
    waiting.delete(act)
  }
}

function actAll(): void {
  const all = [...waiting]
  waiting.clear()
  startTransition(() => {
    for (const act of all) act()
  })
}
