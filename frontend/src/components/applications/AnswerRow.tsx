/** One answer: its question, its value or the field for it, where it comes from, and a draft where one can be had. */

import type { Drafts } from 'hooks/useDrafts'
import { needsPerson, originOf } from 'lib/answerOrigins'
import { cx } from 'lib/cx'
import { type ReactElement, useRef, useState } from 'react'
import type { FieldAnswer } from 'types/api'
import { IconButton } from 'ui/Button'
import { Badge } from 'ui/display'
import { AnswerInput, readable } from './AnswerInput'
import { DraftNote, DraftOffer } from './DraftOffer'

/** The buttons of a draft go away when they are used; who used one goes on in the field. */
const inputOf = (row: HTMLElement | null) => row?.querySelector<HTMLElement>('textarea, input')

interface Props {
  answer: FieldAnswer
  value: string
  editable: boolean
  edited: boolean
  error?: string
  /** Where a language model may be asked for a draft. */
  drafts: Drafts | null
  onChange: (value: string) => void
}

export function AnswerRow({ answer, value, editable, edited, error, drafts, onChange }: Props): ReactElement {
  const { field } = answer
  // Only what the person wrote or used is an answer: a draft is shown and neither saved nor counted.
  const draft = value.trim() === '' ? drafts?.drafts[field] : undefined
  const origin = edited
    ? { label: 'You', detail: 'not saved yet', tone: 'accent' as const }
    : draft
      ? { label: 'Draft', detail: 'by a language model, not your answer yet', tone: 'warn' as const }
      : originOf(answer.origin, answer.required)
  const open = needsPerson({ ...answer, value })
  const [editing, setEditing] = useState(needsPerson(answer))
  const canEdit = editable && answer.kind !== 'file'
  const row = useRef<HTMLLIElement>(null)
  return (
    <li
      ref={row}
      className={cx(
        'grid grid-cols-[minmax(0,1fr)_1.75rem] gap-x-4 gap-y-1.5 px-4 py-3 md:grid-cols-[minmax(0,1fr)_13rem_1.75rem]',
        open && 'bg-warn-soft/50',
      )}
    >
      <div className="col-start-1 row-start-1 min-w-0">
        {canEdit && (editing || edited) ? (
          <AnswerInput answer={answer} value={draft?.text ?? value} error={error} onChange={onChange} />
        ) : (
          <>
            <p className="text-sm text-muted">
              {answer.label}
              {answer.required && <span title="The form insists on an answer"> *</span>}
            </p>
            <p className="break-words whitespace-pre-wrap">
              {readable(answer, value) || <span className="text-muted">Left empty</span>}
            </p>
          </>
        )}
        {canEdit && drafts && draft && (
          <DraftNote
            draft={draft}
            onUse={() => {
              inputOf(row.current)?.focus()
              onChange(draft.text)
            }}
            onDrop={() => {
              inputOf(row.current)?.focus()
              drafts.drop(field)
            }}
          />
        )}
        {canEdit && drafts && !draft && value.trim() === '' && (
          <DraftOffer
            answer={answer}
            writing={drafts.writing}
            error={drafts.failure?.field === field ? drafts.failure.error : null}
            onAsk={() => {
              setEditing(true)
              void drafts.write(field)
            }}
            onStop={() => drafts.drop(field)}
          />
        )}
      </div>
      <div className="col-start-1 row-start-2 text-xs text-muted md:col-start-2 md:row-start-1 md:text-right">
        <span className="inline-flex flex-wrap gap-1 md:justify-end">
          {answer.sensitive && <Badge tone="warn">Sensitive</Badge>}
          <Badge tone={origin.tone}>{origin.label}</Badge>
        </span>
        <p className="mt-0.5 break-words">{origin.detail}</p>
      </div>
      {canEdit && !editing && !edited && (
        <IconButton
          small
          icon="edit"
          className="col-start-2 row-start-1 md:col-start-3"
          label={`Edit “${answer.label}”`}
          onClick={() => setEditing(true)}
        />
      )}
    </li>
  )
}
