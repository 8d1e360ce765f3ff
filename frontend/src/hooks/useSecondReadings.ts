/** Second readings of jobs by the language model, where one is set up. */
import { useQuery } from '@tanstack/react-query'

import { dynamicAPI } from 'services/dynamicAPI'
import { queryKeys as keys } from 'services/queryKeys'
import type { ReadingState, SecondReading, SecondReadings } from 'types/api'
import { useLiveSession } from './useLive'
import { useAct } from './useServerState'

export const isUnderWay = (state: ReadingState): boolean => state === 'waiting' || state === 'reading'

export function useSecondReadings() {
  const { client } = useLiveSession()
  const query = useQuery(
    { queryKey: keys.secondReadings, queryFn: ({ signal }) => dynamicAPI.secondReadings(signal) },
    client,
  )
  const put = (all: SecondReadings) => client.setQueryData(keys.secondReadings, all)
  const changes = [keys.secondReadings]
  const { model = null, top = 0, items = [] } = query.data ?? {}
  return {
    /** The model that would be asked; null where none is set up. */
    model,
    /** How many of the best matches are read again together. */
    top,
    of: (jobId: string): SecondReading | undefined => items.find(({ job_id }) => job_id === jobId),
    read: useAct(dynamicAPI.readAgain, { onDone: put }),
    readTop: useAct(() => dynamicAPI.readTopAgain(), { onDone: put }),
    drop: useAct(dynamicAPI.dropSecondReading, { changes }),
    stopAll: useAct(() => dynamicAPI.stopSecondReadings(), { changes }),
  }
}
