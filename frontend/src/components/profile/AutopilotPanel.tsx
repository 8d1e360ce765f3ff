/** What Jobwire may do without being asked, and what it did. Off until the person turns it on. */

import { useAct, useAutopilot, useSources } from 'hooks/useServerState'
import { plural } from 'lib/format'
import { type ReactElement, useState } from 'react'
import { ApiProblem, dynamicAPI } from 'services/dynamicAPI'
import { queryKeys } from 'services/queryKeys'
import type { Autopilot, AutopilotMode, AutopilotRules } from 'types/api'
import { Button } from 'ui/Button'
import { Confirm } from 'ui/Dialog'
import { Badge, Panel, ProblemNote, SkeletonRows } from 'ui/display'
import { Check, TextField } from 'ui/Field'
import { AutopilotLog } from './AutopilotLog'

const MODES = {
  off: { label: 'Off', tone: 'neutral' },
  on: { label: 'On', tone: 'good' },
  paused: { label: 'Paused', tone: 'warn' },
} as const

export function AutopilotPanel(): ReactElement {
  const pilot = useAutopilot()
  const mode = pilot.data && MODES[pilot.data.mode]
  return (
    <Panel title="Autopilot" action={mode && <Badge tone={mode.tone}>{mode.label}</Badge>} className="mt-4">
      {pilot.isPending && <SkeletonRows rows={2} />}
      {pilot.error && (
        <div className="p-4">
          <ProblemNote error={pilot.error} retry={() => void pilot.refetch()} />
        </div>
      )}
      {pilot.data && (
        <div className="grid items-start lg:grid-cols-2 lg:divide-x">
          <Settings key={pilot.data.version} pilot={pilot.data} />
          <AutopilotLog />
        </div>
      )}
    </Panel>
  )
}

function Settings({ pilot }: { pilot: Autopilot }): ReactElement {
  const [rules, setRules] = useState(pilot.rules)
  const [asking, setAsking] = useState(false)
  const sources = useSources()
  const save = useAct(dynamicAPI.saveAutopilot, { changes: [queryKeys.autopilot, queryKeys.applications] })
  const problem = save.error instanceof ApiProblem ? save.error : null
  const set = (part: Partial<AutopilotRules>) => setRules((before) => ({ ...before, ...part }))
  const put = (mode: AutopilotMode) => save.mutate({ mode, rules, version: pilot.version })
  const changed = JSON.stringify(rules) !== JSON.stringify(pilot.rules)
  const boards = sources.data?.items ?? []
  const allow = (id: string, on: boolean) =>
    set({ source_ids: on ? [...rules.source_ids, id] : rules.source_ids.filter((other) => other !== id) })
  const missing = rules.source_ids.length === 0 ? 'Choose at least one board first.' : null
  return (
    <div className="grid gap-4 p-4">
      <p className="text-sm text-muted">
        Begins applications to new matches and approves filled forms by itself, but only within these rules and only
        when every answer is known: nothing asked, nothing guessed. Whatever else comes up waits for you.
      </p>
      <div className="grid gap-3 sm:grid-cols-3">
        <TextField
          label="Least score"
          type="number"
          inputMode="numeric"
          min={50}
          max={100}
          value={Math.round(rules.min_score * 100)}
          error={problem?.field('rules.min_score')}
          onChange={(event) => set({ min_score: Number(event.target.value) / 100 })}
        />
        <TextField
          label="In 24 hours"
          hint="applications at most"
          type="number"
          inputMode="numeric"
          min={1}
          max={25}
          value={rules.daily_limit}
          error={problem?.field('rules.daily_limit')}
          onChange={(event) => set({ daily_limit: Math.trunc(Number(event.target.value)) })}
        />
        <TextField
          label="Per employer"
          hint="in 30 days, yours included"
          type="number"
          inputMode="numeric"
          min={1}
          max={5}
          value={rules.employer_limit}
          error={problem?.field('rules.employer_limit')}
          onChange={(event) => set({ employer_limit: Math.trunc(Number(event.target.value)) })}
        />
      </div>
      <fieldset>
        <legend className="mb-1.5 text-sm font-medium text-soft">Boards it may apply through</legend>
        {boards.length === 0 && <p className="text-sm text-muted">You watch no boards yet.</p>}
        <div className="grid max-h-56 gap-1.5 overflow-y-auto sm:grid-cols-2">
          {boards.map((source) => (
            <Check
              key={source.id}
              label={source.name}
              checked={rules.source_ids.includes(source.id)}
              onChange={(on) => allow(source.id, on)}
            />
          ))}
        </div>
        {problem?.field('rules.source_ids') && (
          <p role="alert" className="mt-1 text-xs text-bad">
            {problem.field('rules.source_ids')}
          </p>
        )}
      </fieldset>
      <div className="grid gap-1.5">
        <Check
          label="Tailor the resume and write a letter"
          checked={rules.auto_customize}
          onChange={(auto_customize) => set({ auto_customize })}
        />
        <Check
          label="Follow links that lead away from the posting’s site"
          checked={rules.follow_external_links}
          onChange={(follow_external_links) => set({ follow_external_links })}
        />
      </div>
      <ProblemNote error={save.error} fieldsElsewhere />
      <div className="flex flex-wrap items-center gap-2">
        {pilot.mode === 'off' ? (
          <Button look="primary" icon="play" busy={save.isPending} because={missing} onClick={() => setAsking(true)}>
            Turn on
          </Button>
        ) : (
          <>
            {pilot.mode === 'on' ? (
              <Button look="primary" icon="stop" busy={save.isPending} onClick={() => put('paused')}>
                Pause
              </Button>
            ) : (
              <Button look="primary" icon="play" busy={save.isPending} because={missing} onClick={() => put('on')}>
                Go on
              </Button>
            )}
            <Button look="ghost" disabled={save.isPending} onClick={() => put('off')}>
              Turn off
            </Button>
          </>
        )}
        {changed && (
          <Button busy={save.isPending} onClick={() => put(pilot.mode)}>
            Save rules
          </Button>
        )}
      </div>
      {pilot.mode !== 'on' && missing && (
        <p aria-hidden="true" className="text-xs text-muted">
          {missing}
        </p>
      )}
      {pilot.mode !== 'off' && (
        <p className="text-xs text-muted">
          In the last 24 hours: {plural(pilot.started, 'application')} begun, {plural(pilot.approved, 'form')} approved.
          A pause also takes back what was approved and is not on its way yet.
        </p>
      )}
      {asking && (
        <Confirm
          title="Let Jobwire apply by itself?"
          confirmLabel="Turn on"
          onClose={() => setAsking(false)}
          onConfirm={() => put('on')}
        >
          From now on, new matches of {Math.round(rules.min_score * 100)} or more on{' '}
          {plural(rules.source_ids.length, 'board')} are applied to in your name without asking, at most{' '}
          {rules.daily_limit} in 24 hours and {rules.employer_limit} per employer in 30 days. Jobs you already see are
          left to you. What is sent cannot be called back; you can pause at any time.
        </Confirm>
      )}
    </div>
  )
}
