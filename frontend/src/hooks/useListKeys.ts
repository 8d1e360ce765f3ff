/** `j` and `k` move through a list, Enter opens: the same in every list. */
import { useEffect, useState } from 'react'

import { useShortcuts } from './useShortcuts'

interface Options {
  /** The ids in the order they are shown. */
  ids: readonly string[]
  onOpen: (id: string) => void
  /** Further keys, called with the selected id. */
  keys?: Record<string, (id: string) => void>
}

/** The selected id, and how to select. The list marks its rows with `data-row={id}`. */
export function useListKeys({ ids, onOpen, keys = {} }: Options) {
  const [selected, setSelected] = useState<string | null>(null)
  const index = selected === null ? -1 : ids.indexOf(selected)
  const move = (by: number) => {
    if (ids.length === 0) return
    const next = ids[Math.min(ids.length - 1, Math.max(0, index + by))]
    if (next !== undefined) setSelected(next)
  }
  useEffect(() => {
    if (selected === null) return
    document.querySelector(`[data-row="${CSS.escape(selected)}"]`)?.scrollIntoView?.({ block: 'nearest' })
  }, [selected])
  const further = Object.fromEntries(
    Object.entries(keys).map(([key, act]) => [
      key,
      () => {
        if (index >= 0 && selected) act(selected)
      },
    ]),
  )
  useShortcuts({
    j: () => move(1),
    k: () => move(index < 0 ? 0 : -1),
    // biome-ignore lint/correctness/noComponentHookFactories: this is the name of a key.
    Enter: (event) => {
      const focused = event.target instanceof HTMLElement ? event.target.closest('a, button, summary') : null
      if (focused instanceof HTMLElement) return focused.click()
      if (index >= 0 && selected) onOpen(selected)
    },
    ...further,
  })
  return { selected: index >= 0 ? selected : null, select: setSelected }
}
