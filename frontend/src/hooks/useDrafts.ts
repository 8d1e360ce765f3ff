/** Drafts by a language model for one application, asked for one at a time. They live on this page and nowhere else. */
import { useEffect, useRef, useState } from 'react'

import { jobApplicationService } from 'services/jobApplicationService'
import type { AnswerDraft } from 'types/api'

export interface Drafts {
  /** What was written, by field. */
  drafts: Readonly<Record<string, AnswerDraft>>
  /** The field that is being written for. */
  writing: string | null
  /** What went wrong last, and for which field. */
  failure: { field: string; error: Error } | null
  write: (field: string) => Promise<void>
  /** Ends the writing for a field and throws its draft away. */
  drop: (field: string) => void
}

export function useDrafts(applicationId: string): Drafts {
  const [drafts, setDrafts] = useState<Record<string, AnswerDraft>>({})
  const [writing, setWriting] = useState<string | null>(null)
  const [failure, setFailure] = useState<Drafts['failure']>(null)
  const running = useRef<AbortController | null>(null)
  // Nobody waits for it any more when the page is left, so the model may stop.
  useEffect(() => () => running.current?.abort(), [])

  const write = async (field: string) => {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    setWriting(field)
    setFailure(null)
    try {
      const draft = await jobApplicationService.draft(applicationId, field, controller.signal)
      if (!controller.signal.aborted) setDrafts((before) => ({ ...before, [field]: draft }))
    } catch (cause) {
      if (controller.signal.aborted) return
      setFailure({ field, error: cause instanceof Error ? cause : new Error('The draft could not be asked for.') })
    } finally {
      if (!controller.signal.aborted) setWriting(null)
    }
  }
  const drop = (field: string) => {
    if (writing === field) {
      running.current?.abort()
      setWriting(null)
    }
    setFailure((before) => (before?.field === field ? null : before))
    setDrafts(({ [field]: _, ...rest }) => rest)
  }
  return { drafts, writing, failure, write, drop }
}
