/** A language model's draft under an open question: asking for it, and making it one's own or not. */
import type { ReactElement } from 'react'

import type { AnswerDraft, FieldAnswer } from 'types/api'
import { Button } from 'ui/Button'
import { Note, ProblemNote } from 'ui/display'

interface OfferProps {
  answer: FieldAnswer
  writing: string | null
  error: Error | null
  onAsk: () => void
  onStop: () => void
}

export function DraftOffer({ answer: { field, label }, writing, error, onAsk, onStop }: OfferProps): ReactElement {
  const busy = writing === field
  return (
    <div className="mt-2 grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Button
          small
          icon="spark"
          busy={busy}
          aria-label={`Draft an answer to “${label}”`}
          because={writing && !busy ? 'Another draft is being written.' : null}
          onClick={onAsk}
        >
          Draft an answer
        </Button>
        {busy && (
          <Button small look="ghost" icon="stop" onClick={onStop}>
            Stop
          </Button>
        )}
        <p role="status" className="text-xs text-muted">
          {busy && 'The language model is writing. This can take a minute or two; you can go on meanwhile.'}
        </p>
      </div>
      <ProblemNote error={error} fieldsElsewhere />
    </div>
  )
}

interface NoteProps {
  draft: AnswerDraft
  onUse: () => void
  onDrop: () => void
}

export function DraftNote({ draft, onUse, onDrop }: NoteProps): ReactElement {
  return (
    <div className="mt-2">
      <Note tone="warn" icon="spark">
        <p role="status">
          <strong>Draft by a language model: check every word.</strong> It is no answer until you use or change it.
        </p>
        <details className="mt-1">
          <summary className="cursor-pointer">
            Made by {draft.model} from {draft.from.length === 1 ? 'this statement' : 'these statements'} of your profile
          </summary>
          <ul className="mt-1 list-disc pl-5">
            {draft.from.map((statement) => (
              <li key={statement}>{statement}</li>
            ))}
          </ul>
        </details>
        <div className="mt-2 flex flex-wrap gap-2">
          <Button small icon="check" onClick={onUse}>
            Use this draft
          </Button>
          <Button small look="ghost" icon="trash" onClick={onDrop}>
            Throw it away
          </Button>
        </div>
      </Note>
    </div>
  )
}
