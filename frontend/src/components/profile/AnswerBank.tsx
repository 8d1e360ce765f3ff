/** Answers the person gave once, used again when a form asks the same. */

import { useAct, useAnswers } from 'hooks/useServerState'
import { EQUAL_OPPORTUNITY, isSensitive } from 'lib/answerOrigins'
import { date, words } from 'lib/format'
import { type ReactElement, useState } from 'react'
import { dynamicAPI } from 'services/dynamicAPI'
import { queryKeys } from 'services/queryKeys'
import type { Answer } from 'types/api'
import { Button, IconButton } from 'ui/Button'
import { Badge, Empty, ProblemNote, SkeletonRows } from 'ui/display'
import { Check, TextArea } from 'ui/Field'
import { showProblem, showToast } from 'ui/toasts'

export function AnswerBank(): ReactElement {
  const answers = useAnswers()
  const restore = useAct(dynamicAPI.saveAnswer, { changes: [queryKeys.answers], onError: showProblem })
  const remove = useAct((answer: Answer) => dynamicAPI.deleteAnswer(answer.id), {
    changes: [queryKeys.answers],
    onError: showProblem,
    onDone: (_, { question, meaning, country, text, declines }) =>
      showToast({
        tone: 'neutral',
        title: 'Answer forgotten',
        message: question,
        action: {
          label: 'Undo',
          run: () => restore.mutate({ question, meaning, country: country ?? undefined, text, declines }),
        },
      }),
  })
  if (answers.isPending) return <SkeletonRows rows={2} />
  if (answers.error)
    return (
      <div className="p-4">
        <ProblemNote error={answers.error} />
      </div>
    )
  const declined = answers.data.items.find((answer) => answer.question === EQUAL_OPPORTUNITY && answer.declines)
  const others = answers.data.items.filter((answer) => answer.question !== EQUAL_OPPORTUNITY)
  return (
    <>
      <div className="border-b px-4 py-3">
        <Check
          label="I prefer not to say my gender, origin, disability or military service"
          hint={
            declined
              ? `You said so on ${date(declined.stated_at)}. Where a form offers such a choice it is taken; where it may stay empty, it stays empty.`
              : 'As long as this is not ticked, each form that asks waits for you.'
          }
          checked={declined !== undefined}
          disabled={restore.isPending || remove.isPending}
          onChange={(on) =>
            on
              ? restore.mutate({ question: EQUAL_OPPORTUNITY, meaning: 'eeo', declines: true })
              : declined && remove.mutate(declined)
          }
        />
      </div>
      {others.length === 0 ? (
        <Empty icon="spark" title="No answers remembered yet">
          When a form asks something that is not in your profile, you answer once and Jobwire remembers it if you say
          so.
        </Empty>
      ) : (
        <ul className="divide-y">
          {others.map((answer) => (
            <AnswerRow key={answer.id} answer={answer} onForget={() => remove.mutate(answer)} />
          ))}
        </ul>
      )}
    </>
  )
}

function AnswerRow({ answer, onForget }: { answer: Answer; onForget: () => void }): ReactElement {
  const [draft, setDraft] = useState<string | null>(null)
  const change = useAct(
    (text: string | null) => dynamicAPI.changeAnswer(answer.id, text === null ? { declines: true } : { text }),
    {
      changes: [queryKeys.answers],
      onDone: () => setDraft(null),
    },
  )
  return (
    <li className="flex items-start gap-3 px-4 py-2.5">
      <div className="min-w-0 flex-1">
        {draft === null ? (
          <>
            <p className="text-sm text-muted">{answer.question}</p>
            <p className="break-words whitespace-pre-wrap">{answer.text}</p>
            <p className="mt-1 flex flex-wrap items-center gap-2 text-xs text-muted">
              <Badge>
                {words(answer.meaning)}
                {answer.country ? ` · ${answer.country}` : ''}
              </Badge>
              You answered this on {date(answer.stated_at)}
            </p>
          </>
        ) : (
          <div className="grid gap-2">
            <TextArea label={answer.question} value={draft} onChange={(event) => setDraft(event.target.value)} />
            <ProblemNote error={change.error} />
            <div className="flex flex-wrap gap-2">
              <Button
                small
                look="primary"
                busy={change.isPending}
                because={draft.trim() ? null : 'Write an answer first.'}
                onClick={() => change.mutate(draft)}
              >
                Save answer
              </Button>
              {isSensitive(answer.meaning) && (
                <Button small disabled={change.isPending} onClick={() => change.mutate(null)}>
                  Prefer not to say
                </Button>
              )}
              <Button small look="ghost" onClick={() => setDraft(null)}>
                Keep as it is
              </Button>
            </div>
          </div>
        )}
      </div>
      {draft === null && (
        <IconButton
          small
          icon="edit"
          label={`Change the answer to “${answer.question}”`}
          onClick={() => setDraft(answer.declines ? '' : answer.text)}
        />
      )}
      <IconButton small icon="trash" label={`Forget the answer to “${answer.question}”`} onClick={onForget} />
    </li>
  )
}
