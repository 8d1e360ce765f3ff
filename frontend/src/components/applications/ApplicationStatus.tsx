/** Our side and their side of an application as badges. */

import { STAGES, STATES, wordFor } from 'lib/vocabulary'
import type { ReactElement } from 'react'
import type { Application } from 'types/api'
import { Badge } from 'ui/display'

export function ApplicationStatus({
  application,
}: {
  application: Pick<Application, 'status' | 'stage' | 'by_autopilot'>
}): ReactElement {
  const state = wordFor(STATES, application.status)
  const stage = wordFor(STAGES, application.stage)
  return (
    <span className="flex flex-wrap gap-1.5">
      <Badge tone={state.tone} dot>
        {state.label}
      </Badge>
      {application.by_autopilot && <Badge>Autopilot</Badge>}
      {application.stage !== 'none' && <Badge tone={stage.tone}>{stage.label}</Badge>}
    </span>
  )
}
