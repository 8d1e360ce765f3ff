/** Every answer and where it comes from; editing them; approving exactly what is shown. */

import { useDrafts } from 'hooks/useDrafts'
import { useDynamicApplications } from 'hooks/useRealTime'

import { needsPerson } from 'lib/answerOrigins'
import { hostOf, plural, safeHref } from 'lib/format'
import { type ReactElement, useMemo, useState } from 'react'
import { ApiProblem } from 'services/dynamicAPI'
import type { ApplicationDetail, FieldAnswer, Snapshot } from 'types/api'
import { Button } from 'ui/Button'
import { Note, Panel, ProblemNote } from 'ui/display'
import { Check } from 'ui/Field'
import { showToast } from 'ui/toasts'
import { AnswerRow } from './AnswerRow'

type Edits = Readonly<Record<string, string>>

interface Props {
  detail: ApplicationDetail
  snapshot: Snapshot
  onStale: () => void
}

export function AnswersReview({ detail, snapshot, onStale }: Props): ReactElement {
  const { application, allowed, approved, draftable, snapshot_sha256: sha } = detail
  const canAnswer = allowed.includes('answer')
  const canApprove = allowed.includes('approve') && !approved
  const { answer, approve } = useDynamicApplications()
  const [edits, setEdits] = useState<Edits>({})
  const drafts = useDrafts(application.id)
  const [remember, setRemember] = useState(true)
  const [busy, setBusy] = useState<'save' | 'approve' | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const problem = error instanceof ApiProblem ? error : null
  const changed = useMemo(() => changedAnswers(snapshot.answers, edits), [snapshot, edits])
  const open = snapshot.answers.filter((item) => needsPerson({ ...item, value: edits[item.field] ?? item.value }))

  const save = async () => {
    setBusy('save')
    const result = await answer(application.id, changed, remember)
    setBusy(null)
    setError(result.error)
    if (result.success) setEdits({})
  }
  const send = async () => {
    if (!sha) return
    setBusy('approve')
    const result = await approve(application.id, sha)
    setBusy(null)
    setError(result.error)
    if (result.success)
      showToast({ tone: 'good', title: 'Approved', message: `It is being sent to ${application.company}, once.` })
    if (result.error instanceof ApiProblem && result.error.slug === 'snapshot-changed') onStale()
  }
  const href = safeHref(snapshot.form_url)
  return (
    <Panel
      title="Answers"
      count={snapshot.answers.length}
      action={
        href && (
          <a className="btn btn-ghost btn-small" href={href} target="_blank" rel="noopener noreferrer">
            Form on {hostOf(snapshot.form_url)}
          </a>
        )
      }
    >
      {open.length > 0 && canAnswer && (
        <div className="p-4 pb-0">
          <Note tone="warn" icon="warning">
            {plural(open.length, 'question')} {open.length === 1 ? 'waits' : 'wait'} for you.
          </Note>
        </div>
      )}
      <ul className="divide-y">
        {snapshot.answers.map((item) => (
          <AnswerRow
            key={item.field}
            answer={item}
            value={edits[item.field] ?? item.value ?? ''}
            editable={canAnswer}
            edited={item.field in edits && edits[item.field] !== (item.value ?? '')}
            error={problem?.field(item.field)}
            drafts={draftable.includes(item.field) ? drafts : null}
            onChange={(value) => {
              // Whoever writes by themselves needs no draft.
              drafts.drop(item.field)
              setEdits((before) => ({ ...before, [item.field]: value }))
            }}
          />
        ))}
      </ul>
      {(canAnswer || canApprove) && (
        <div className="sticky bottom-[calc(3.75rem+env(safe-area-inset-bottom))] z-10 grid gap-2 rounded-b-lg border-t bg-surface px-4 py-3 md:bottom-0">
          <ProblemNote error={error} fieldsElsewhere />
          <div className="flex flex-wrap items-center gap-2">
            {changed.length > 0 ? (
              <>
                <div className="mr-auto">
                  <Check label="Remember for the next form" checked={remember} onChange={setRemember} />
                </div>
                <Button look="ghost" onClick={() => setEdits({})}>
                  Discard
                </Button>
                <Button look="primary" busy={busy === 'save'} onClick={() => void save()}>
                  Save {plural(changed.length, 'answer')}
                </Button>
              </>
            ) : (
              <>
                <p className="mr-auto text-xs text-muted">
                  {!canApprove && !approved && 'Your answers are saved together; then the form is filled again.'}
                  {sha && canApprove && (
                    <>
                      Approval is for exactly this content{' '}
                      <code className="font-mono" title={sha}>
                        {sha.slice(0, 12)}
                      </code>
                    </>
                  )}
                </p>
                {canApprove && (
                  <Button
                    look="primary"
                    icon="send"
                    busy={busy === 'approve'}
                    onClick={() => void send()}
                    because={
                      open.length > 0
                        ? 'Answer the marked questions first.'
                        : sha
                          ? null
                          : 'The content is still being prepared.'
                    }
                  >
                    Approve and send
                  </Button>
                )}
              </>
            )}
          </div>
        </div>
      )}
    </Panel>
  )
}

/** The answers that differ from what the snapshot holds. */
export function changedAnswers(answers: readonly FieldAnswer[], edits: Edits): { field: string; value: string }[] {
  return answers
    .filter(({ field, value }) => field in edits && edits[field] !== (value ?? ''))
    .map(({ field }) => ({ field, value: edits[field] ?? '' }))
}
