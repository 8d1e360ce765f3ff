/** Asks the person what happened, where it cannot be told for certain. */

import { useDynamicApplications } from 'hooks/useRealTime'
import { type ReactElement, useState } from 'react'
import type { Outcome } from 'services/jobApplicationService'
import type { AllowedAction, Application } from 'types/api'
import { Button } from 'ui/Button'
import { Panel, ProblemNote } from 'ui/display'
import { TextArea } from 'ui/Field'

interface Props {
  application: Application
  allowed: readonly AllowedAction[]
}

export function Decision({ application, allowed }: Props): ReactElement | null {
  const { resolve } = useDynamicApplications()
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState<Outcome | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const sent = allowed.includes('resolve_sent')
  const notSent = allowed.includes('resolve_not_sent')
  if (!sent && !notSent) return null
  const words = wordsFor(application.status)
  const say = async (outcome: Outcome) => {
    setBusy(outcome)
    const result = await resolve(application.id, outcome, note.trim())
    setBusy(null)
    setError(result.error)
  }
  return (
    <Panel title={words.title}>
      <div className="grid gap-3 p-4">
        <p className="text-muted">{words.explanation}</p>
        <TextArea
          label="What makes you sure (optional)"
          placeholder="The recruiter wrote that they have it"
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <ProblemNote error={error} />
        <div className="flex flex-wrap gap-2">
          {sent && (
            <Button look="primary" icon="check" busy={busy === 'sent'} onClick={() => void say('sent')}>
              {words.sent}
            </Button>
          )}
          {notSent && (
            <Button icon="refresh" busy={busy === 'not_sent'} onClick={() => void say('not_sent')}>
              It did not arrive
            </Button>
          )}
          {notSent && (
            <Button look="ghost" busy={busy === 'drop'} onClick={() => void say('drop')}>
              Give it up
            </Button>
          )}
        </div>
      </div>
    </Panel>
  )
}

interface Words {
  title: string
  explanation: string
  sent: string
}

function wordsFor(status: Application['status']): Words {
  switch (status) {
    case 'failed_before_send':
      return {
        title: 'Applied by yourself?',
        explanation: 'Nothing was sent from here. If you applied on the site yourself, it is followed from now on.',
        sent: 'I applied myself',
      }
    case 'unconfirmed':
      return {
        title: 'Do you know more?',
        explanation: 'It is still being checked. If the employer told you that they have it, that settles it.',
        sent: 'It arrived',
      }
    default:
      return {
        title: 'What happened?',
        explanation:
          'Your word decides. “It did not arrive” puts the application in line again; it is then filled anew and you approve it again.',
        sent: 'It arrived',
      }
  }
}
