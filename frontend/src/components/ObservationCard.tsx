/** Something seen in a mailbox, a portal or on a page: what it was taken for, and whose it is. */

import { useNow } from 'hooks/useNow'
import { useDynamicApplications } from 'hooks/useRealTime'
import { useAct } from 'hooks/useServerState'
import { relativeTime } from 'lib/format'
import { CHANNELS, MAIL_CLASSES, wordFor } from 'lib/vocabulary'
import { type ReactElement, useState } from 'react'
import { dynamicAPI } from 'services/dynamicAPI'
import { queryKeys as keys } from 'services/queryKeys'
import type { Observation } from 'types/api'
import { Button } from 'ui/Button'
import { Badge } from 'ui/display'
import { SelectField } from 'ui/Field'
import { showProblem } from 'ui/toasts'
import { Link } from 'wouter'

interface Props {
  observation: Observation
  selected?: boolean
  compact?: boolean
}

export function ObservationCard({ observation, selected, compact }: Props): ReactElement {
  const now = useNow()
  const word = wordFor(MAIL_CLASSES, observation.class)
  return (
    <li
      data-row={observation.id}
      aria-current={selected || undefined}
      className={`grid gap-1.5 px-4 py-3 ${selected ? 'bg-accent-soft/60' : ''}`}
    >
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={word.tone}>{word.label}</Badge>
        <span
          className="tnum text-xs text-muted"
          title={`Decided by: ${observation.evidence.join(', ') || 'nothing certain'}`}
        >
          {Math.round(observation.confidence * 100)}% sure
        </span>
        <span className="ml-auto text-xs text-muted">
          {CHANNELS[observation.channel]} · {relativeTime(observation.observed_at, now)}
        </span>
      </div>
      <p className="font-medium break-words">{observation.subject || 'Without a subject'}</p>
      {!compact && <p className="text-sm text-muted">{observation.sender}</p>}
      <p className="line-clamp-2 text-sm break-words text-soft">{observation.excerpt}</p>
      {!compact && observation.evidence.length > 0 && (
        <p className="text-xs text-muted">
          Because of {observation.evidence.map((phrase) => `“${phrase}”`).join(', ')}
        </p>
      )}
      {(!compact || observation.status === 'suggested') && <Whose observation={observation} />}
    </li>
  )
}

/** Whose it is: linked, or asked of the person. */
function Whose({ observation }: { observation: Observation }): ReactElement | null {
  const { applications } = useDynamicApplications()
  const [chosen, setChosen] = useState(observation.application_id ?? '')
  const changes = [
    keys.observations,
    keys.applications,
    keys.timelines,
    keys.trackingSummary,
    ...(chosen ? [keys.application(chosen)] : []),
  ]
  const confirm = useAct(() => dynamicAPI.confirmObservation(observation.id, chosen), { changes, onError: showProblem })
  const dismiss = useAct(() => dynamicAPI.dismissObservation(observation.id), { changes, onError: showProblem })
  const linked = applications.find((item) => item.id === observation.application_id)
  if (observation.status === 'dismissed')
    return <p className="text-xs text-muted">You said it belongs to none of your applications.</p>
  if (observation.status === 'linked' || observation.status === 'confirmed') {
    return linked ? (
      <p className="text-sm">
        About{' '}
        <Link href={`/applications/${linked.id}`} className="font-medium text-accent hover:underline">
          {linked.job_title} at {linked.company}
        </Link>
      </p>
    ) : null
  }
  const sent = applications.filter(
    (item) =>
      item.status === 'submitted' ||
      item.status === 'unconfirmed' ||
      item.status === 'needs_review' ||
      item.id === observation.application_id,
  )
  const options = [
    { value: '', label: 'Which application?' },
    ...sent.map((item) => ({ value: item.id, label: `${item.job_title} at ${item.company}` })),
  ]
  return (
    <div className="mt-1 flex flex-wrap items-end gap-2">
      <SelectField
        labelHidden
        label="The application it is about"
        className="min-w-52 flex-1"
        options={options}
        value={chosen}
        onChange={(event) => setChosen(event.target.value)}
      />
      <Button
        small
        look="primary"
        icon="check"
        busy={confirm.isPending}
        onClick={() => confirm.mutate(undefined)}
        because={chosen ? null : 'Choose the application it is about.'}
      >
        It is about this
      </Button>
      <Button small busy={dismiss.isPending} onClick={() => dismiss.mutate(undefined)}>
        None of them
      </Button>
    </div>
  )
}
