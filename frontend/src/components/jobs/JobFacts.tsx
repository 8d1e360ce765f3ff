/** The facts of a posting in one line of badges. */

import { languageNeed, pay, words } from 'lib/format'
import { CLEARANCES, LEVELS, REMOTE, VISAS } from 'lib/vocabulary'
import type { ReactElement } from 'react'
import type { Job } from 'types/api'
import { Badge } from 'ui/display'

export function JobFacts({ job }: { job: Job }): ReactElement {
  const facts = [
    REMOTE[job.remote],
    job.employment_type && words(job.employment_type),
    job.level && LEVELS[job.level],
    pay(job.pay),
    ...job.languages.map(languageNeed),
    job.visa && VISAS[job.visa],
    ...job.clearance.map((check) => CLEARANCES[check]),
  ].filter((fact): fact is string => Boolean(fact))
  return (
    <span className="flex flex-wrap gap-1.5">
      {job.closed_at && <Badge tone="bad">Closed</Badge>}
      {facts.map((fact) => (
        <Badge key={fact}>{fact}</Badge>
      ))}
    </span>
  )
}
