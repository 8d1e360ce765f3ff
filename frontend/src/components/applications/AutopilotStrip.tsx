/** While the autopilot is on or paused: how much it did, and the button that stops it. */

import { useAct, useAutopilot } from 'hooks/useServerState'
import type { ReactElement } from 'react'
import { dynamicAPI } from 'services/dynamicAPI'
import { queryKeys } from 'services/queryKeys'
import { Button } from 'ui/Button'
import { Badge } from 'ui/display'
import { showProblem } from 'ui/toasts'
import { Link } from 'wouter'

export function AutopilotStrip(): ReactElement | null {
  const pilot = useAutopilot()
  const save = useAct(dynamicAPI.saveAutopilot, {
    changes: [queryKeys.autopilot, queryKeys.applications],
    onError: showProblem,
  })
  if (!pilot.data || pilot.data.mode === 'off') return null
  const { mode, rules, version, started, approved } = pilot.data
  const isOn = mode === 'on'
  return (
    <section aria-label="Autopilot" className="panel mb-4 flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
      <Badge tone={isOn ? 'good' : 'warn'} dot>
        {isOn ? 'Autopilot is on' : 'Autopilot is paused'}
      </Badge>
      <p className="min-w-0 flex-1 basis-52 text-sm text-muted">
        In 24 hours it began {started} of {rules.daily_limit} and approved {approved}.{' '}
        <Link href="/profile" className="text-accent underline">
          What it did
        </Link>
      </p>
      <Button
        small
        icon={isOn ? 'stop' : 'play'}
        busy={save.isPending}
        onClick={() => save.mutate({ mode: isOn ? 'paused' : 'on', rules, version })}
      >
        {isOn ? 'Pause' : 'Go on'}
      </Button>
    </section>
  )
}
