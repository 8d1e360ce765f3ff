/** The weights while they are moved: shown at once, saved when the hand rests, moved back when that fails. */
import { useEffect, useRef, useState } from 'react'

import { dynamicAPI } from 'services/dynamicAPI'
import { queryKeys } from 'services/queryKeys'
import type { PartWeights } from 'types/api'
import { useLiveSession } from './useLive'
import { useAct } from './useServerState'

/** A slider that is dragged says a value for each pixel; one ranking is enough for all within this time. */
const REST_MS = 150

export function useTune(saved: PartWeights) {
  const { client } = useLiveSession()
  const [moved, setMoved] = useState<PartWeights | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const save = useAct((weights: PartWeights) => dynamicAPI.saveWeights(weights), {
    onDone: () => void client.invalidateQueries({ queryKey: queryKeys.profile }),
    onError: () => setMoved(null),
  })
  const unsaved = useRef<PartWeights | null>(null)
  const { mutate } = save
  // Closed before the hand has rested: what was moved is saved all the same.
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      if (unsaved.current) mutate(unsaved.current)
    },
    [mutate],
  )
  return {
    weights: moved ?? saved,
    move: (weights: PartWeights) => {
      setMoved(weights)
      unsaved.current = weights
      clearTimeout(timer.current)
      timer.current = setTimeout(() => {
        unsaved.current = null
        mutate(weights)
      }, REST_MS)
    },
    error: save.error,
  }
}
