/** The proof: what shows that it was sent, what was seen, every attempt. */

import { useNow } from 'hooks/useNow'

import { dateTime, relativeTime, words } from 'lib/format'
import { CHANNELS, EVIDENCE_LEVELS } from 'lib/vocabulary'
import type { ReactElement } from 'react'
import { documentUrl } from 'services/dynamicAPI'
import type { ApplicationDetail } from 'types/api'
import { Badge, Note, Panel } from 'ui/display'
import { Icon } from 'ui/Icon'
import { Screenshot } from './Screenshot'

export function EvidencePanel({
  detail: { application, evidence, attempts },
}: {
  detail: ApplicationDetail
}): ReactElement | null {
  const now = useNow()
  if (evidence.length === 0 && attempts.length === 0) return null
  return (
    <Panel title="Evidence" count={evidence.length || undefined}>
      <div className="grid gap-3 p-4">
        {application.evidence_level && (
          <Note tone="good" icon="shield">
            {EVIDENCE_LEVELS[application.evidence_level]}.
          </Note>
        )}
        {evidence.length > 0 && (
          <ul className="grid gap-3">
            {evidence.map((item) => (
              <li key={item.id} className="flex items-start gap-3">
                {item.document_id && item.kind === 'screenshot' ? (
                  <Screenshot id={item.document_id} label={item.summary} className="h-16 w-24 shrink-0" />
                ) : (
                  <span className="grid size-9 shrink-0 place-items-center rounded-md bg-sunken text-muted">
                    <Icon name={item.kind === 'mail' ? 'mail' : item.kind === 'statement' ? 'user' : 'file'} />
                  </span>
                )}
                <div className="min-w-0 flex-1">
                  <p className="break-words">{item.summary}</p>
                  <p className="text-xs text-muted">
                    {CHANNELS[item.channel]} · {words(item.kind)} · {relativeTime(item.recorded_at, now)}
                    {item.document_id && item.kind !== 'screenshot' && (
                      <>
                        {' '}
                        ·{' '}
                        <a className="text-accent underline" href={documentUrl(item.document_id)}>
                          Save
                        </a>
                      </>
                    )}
                  </p>
                </div>
              </li>
            ))}
          </ul>
        )}
        {attempts.length > 0 && (
          <ul aria-label="Attempts" className="grid gap-1.5 border-t pt-3 text-sm first:border-0 first:pt-0">
            {attempts.map((attempt) => (
              <li key={attempt.id} className="flex flex-wrap items-center gap-x-2 text-muted">
                <Badge>Attempt {attempt.no}</Badge>
                <span>armed {dateTime(attempt.armed_at)}</span>
                <span>
                  {attempt.released_at ? `released ${dateTime(attempt.released_at)}` : 'never released to the network'}
                </span>
                {attempt.voided_at && <span>declared not received by you</span>}
                {attempt.outcome && <span className="font-medium text-soft">{words(attempt.outcome)}</span>}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Panel>
  )
}
