/** Answers the person gave once, used again when a form asks the same. */

import { useAct, useAnswers } from 'hooks/useServerState'

import { date, words } from 'lib/format'
import type { ReactElement } from 'react'
import { dynamicAPI } from 'services/dynamicAPI'
import { queryKeys } from 'services/queryKeys'
import type { Answer } from 'types/api'
import { IconButton } from 'ui/Button'
import { Badge, Empty, ProblemNote, SkeletonRows } from 'ui/display'
import { showProblem, showToast } from 'ui/toasts'

export function AnswerBank(): ReactElement {
  const answers = useAnswers()
  const restore = useAct(dynamicAPI.saveAnswer, { changes: [queryKeys.answers], onError: showProblem })
  const remove = useAct((answer: Answer) => dynamicAPI.deleteAnswer(answer.id), {
    changes: [queryKeys.answers],
    onError: showProblem,
    onDone: (_, { question, meaning, country, text }) =>
      showToast({
        tone: 'neutral',
        title: 'Answer forgotten',
        message: question,
        action: {
          label: 'Undo',
          run: () => restore.mutate({ question, meaning, country: country ?? undefined, text }),
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
  if (answers.data.items.length === 0) {
    return (
      <Empty icon="spark" title="No answers remembered yet">
        When a form asks something that is not in your profile, you answer once and Jobwire remembers it if you say so.
      </Empty>
    )
  }
  return (
    <ul className="divide-y">
      {answers.data.items.map((answer) => (
        <li key={answer.id} className="flex items-start gap-3 px-4 py-2.5">
          <div className="min-w-0 flex-1">
            <p className="text-sm text-muted">{answer.question}</p>
            <p className="break-words">{answer.text}</p>
          </div>
          <div className="hidden items-center gap-2 sm:flex">
            <Badge>
              {words(answer.meaning)}
              {answer.country ? ` · ${answer.country}` : ''}
            </Badge>
            <span className="text-xs text-muted">{date(answer.stated_at)}</span>
          </div>
          <IconButton
            small
            icon="trash"
            label={`Forget the answer to “${answer.question}”`}
            onClick={() => remove.mutate(answer)}
          />
        </li>
      ))}
    </ul>
  )
}
