/** Says what the person thinks of a job, and offers to take it back. */
import { useCallback } from 'react'
import type { Match, Said } from 'types/api'
import { showToast } from 'ui/toasts'

const WORDS: Record<Said, string | null> = {
  more: 'More like this',
  less: 'Less like this',
  hide: 'Match hidden',
  not_this_company: 'Company excluded',
  undo: null,
  this_company_again: null,
}

type Job = Pick<Match, 'job_id' | 'job_title' | 'company'>

export function useSayOf(giveFeedback: (jobId: string, said: Said) => Promise<boolean>) {
  return useCallback(
    (job: Job, said: Said) => {
      void giveFeedback(job.job_id, said).then((done) => {
        const title = WORDS[said]
        if (!done || !title) return
        const back: Said = said === 'not_this_company' ? 'this_company_again' : 'undo'
        showToast({
          tone: 'neutral',
          title,
          message: said === 'not_this_company' ? job.company : `${job.job_title} at ${job.company}`,
          action: { label: 'Undo', run: () => void giveFeedback(job.job_id, back) },
        })
      })
    },
    [giveFeedback],
  )
}
