/** The profile while it is edited: a draft over the saved one, with its version. */
import { useState } from 'react'

import { ApiProblem, dynamicAPI } from 'services/dynamicAPI'
import { queryKeys } from 'services/queryKeys'
import type { Profile, ProfileAnswer } from 'types/api'
import { useLiveSession } from './useLive'
import { useAct } from './useServerState'

export function useProfileDraft(saved: ProfileAnswer) {
  const { client } = useLiveSession()
  const [draft, setDraft] = useState<Profile | null>(null)
  const [basedOn, setBasedOn] = useState(saved.version)
  const save = useAct((profile: Profile) => dynamicAPI.saveProfile(profile, draft ? basedOn : saved.version), {
    onDone: (answer) => {
      client.setQueryData<ProfileAnswer>(queryKeys.profile, answer)
      setDraft(null)
      setBasedOn(answer.version)
    },
  })
  const isStale = save.error instanceof ApiProblem && save.error.slug === 'stale-version'
  return {
    profile: draft ?? saved.profile,
    isChanged: draft !== null,
    change: (profile: Profile) => {
      if (!draft) setBasedOn(saved.version)
      setDraft(profile)
    },
    discard: () => {
      setDraft(null)
      save.reset()
      if (isStale) void client.invalidateQueries({ queryKey: queryKeys.profile })
    },
    /** Saves the draft; resolves to whether that worked. */
    save: async () => {
      if (!draft) return true
      return save.mutateAsync(draft).then(
        () => true,
        () => false,
      )
    },
    isSaving: save.isPending,
    error: save.error,
    isStale,
  }
}
