/** Appears while there are unsaved changes. */
import type { ReactElement } from 'react'

import { Button } from 'ui/Button'
import { ProblemNote } from 'ui/display'

interface Props {
  isChanged: boolean
  isSaving: boolean
  isStale: boolean
  error: Error | null
  onSave: () => void
  onDiscard: () => void
}

export function SaveBar({ isChanged, isSaving, isStale, error, onSave, onDiscard }: Props): ReactElement | null {
  if (!isChanged && !error) return null
  return (
    <div className="arrive panel sticky bottom-[calc(4.75rem+env(safe-area-inset-bottom))] z-20 mx-auto mt-4 grid w-full max-w-2xl gap-2 px-4 py-2.5 shadow-high md:bottom-4">
      <ProblemNote error={error} />
      <div className="flex flex-wrap items-center gap-2">
        <p className="mr-auto font-medium">{isStale ? 'Changed elsewhere meanwhile' : 'Unsaved changes'}</p>
        <Button look="ghost" onClick={onDiscard}>
          {isStale ? 'Take the newer one' : 'Discard'}
        </Button>
        {!isStale && (
          <Button look="primary" busy={isSaving} onClick={onSave}>
            Save profile
          </Button>
        )}
      </div>
    </div>
  )
}
