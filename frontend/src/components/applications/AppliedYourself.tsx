/** Nothing could be sent from here; the person may have applied by themselves. */

import { useDynamicApplications } from 'hooks/useRealTime'
import { type ReactElement, useState } from 'react'
import type { Application } from 'types/api'
import { Button } from 'ui/Button'
import { Panel, ProblemNote } from 'ui/display'
import { TextArea } from 'ui/Field'

export function AppliedYourself({ application }: { application: Application }): ReactElement {
  const { resolve } = useDynamicApplications()
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const say = async () => {
    setBusy(true)
    const result = await resolve(application.id, 'sent', note.trim())
    setBusy(false)
    setError(result.error)
  }
  return (
    <Panel title="Applied by yourself?">
      <div className="grid gap-3 p-4">
        <p className="text-muted">
          Nothing was sent from here. If you applied on the site yourself, it is followed from now on.
        </p>
        <TextArea
          label="What makes you sure (optional)"
          placeholder="I sent it on their site"
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <ProblemNote error={error} />
        <div>
          <Button look="primary" icon="check" busy={busy} onClick={() => void say()}>
            I applied myself
          </Button>
        </div>
      </div>
    </Panel>
  )
}
