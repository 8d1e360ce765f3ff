/** Begins one application or a batch, with its two options. */

import { useDynamicApplications } from 'hooks/useRealTime'
import { plural } from 'lib/format'
import { type ReactElement, useState } from 'react'
import { ApiProblem } from 'services/dynamicAPI'
import { BATCH_LIMIT } from 'services/jobApplicationService'
import { Button } from 'ui/Button'
import { Dialog } from 'ui/Dialog'
import { ProblemNote } from 'ui/display'
import { Check } from 'ui/Field'
import { showToast } from 'ui/toasts'
import { useLocation } from 'wouter'

export interface ApplyTarget {
  job_id: string
  job_title: string
  company: string
}

interface Props {
  targets: readonly ApplyTarget[]
  onClose: () => void
  onApplied?: () => void
}

export function ApplyDialog({ targets, onClose, onApplied }: Props): ReactElement {
  const { applyDynamically, applyBatch } = useDynamicApplications()
  const [autoCustomize, setAutoCustomize] = useState(true)
  const [followExternalLinks, setFollowExternalLinks] = useState(true)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const [, navigate] = useLocation()
  const [first] = targets
  const isBatch = targets.length > 1
  const isElsewhere = error instanceof ApiProblem && error.slug === 'applied-elsewhere'

  const begin = async () => {
    setBusy(true)
    // Only who was told of the other application, and presses the button that says so, wants both.
    const options = { autoCustomize, followExternalLinks, anotherPlace: isElsewhere }
    const ids = targets.map((target) => target.job_id)
    const result = isBatch ? await applyBatch(ids, options) : await applyDynamically(ids[0] ?? '', options)
    setBusy(false)
    if (!result.success) return setError(result.error)
    onApplied?.()
    onClose()
    const href = 'application' in result ? `/applications/${result.application.id}` : `/batches/${result.batch_id}`
    const [leftOut] = 'skipped' in result ? result.skipped : []
    showToast({
      tone: 'good',
      title: 'skipped' in result ? `${plural(result.applications.length, 'application')} begun` : 'Application begun',
      message:
        'skipped' in result && leftOut
          ? `${plural(result.skipped.length, 'job')} left out: ${leftOut.message}`
          : 'You will be asked before anything is sent.',
      action: { label: 'Watch', run: () => navigate(href) },
    })
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={isBatch ? `Apply to ${targets.length} jobs` : 'Apply'}
      footer={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button
            look="primary"
            icon="send"
            busy={busy}
            onClick={() => void begin()}
            because={targets.length > BATCH_LIMIT ? `A batch takes at most ${BATCH_LIMIT} jobs.` : null}
          >
            {isBatch ? 'Begin all' : isElsewhere ? 'Apply here as well' : 'Begin'}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {!isBatch && first && (
          <p>
            <span className="font-semibold">{first.job_title}</span>
            <br />
            <span className="text-muted">{first.company}</span>
          </p>
        )}
        {isBatch && (
          <ul className="max-h-40 list-disc overflow-y-auto pl-4 text-sm">
            {targets.map((target) => (
              <li key={target.job_id}>
                {target.job_title} <span className="text-muted">· {target.company}</span>
              </li>
            ))}
          </ul>
        )}
        <Check
          label="Tailor my documents"
          hint="A resume and a cover letter for this job, only from what your profile states."
          checked={autoCustomize}
          onChange={setAutoCustomize}
        />
        <Check
          label="Follow links to other sites"
          hint="Some boards lead to the employer’s own form."
          checked={followExternalLinks}
          onChange={setFollowExternalLinks}
        />
        <p className="text-sm text-muted">
          Jobwire fills the form in a real browser and stops before sending. You then see every answer.
        </p>
        <ProblemNote error={error} />
      </div>
    </Dialog>
  )
}
