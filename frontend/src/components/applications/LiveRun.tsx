/** The run as it happens: the page as it looks now, and the steps that led there. */

import { useLiveStep, useRunSteps } from 'hooks/useServerState'

import { isRunning } from 'lib/applicationGroups'
import { cx } from 'lib/cx'
import { clockTime } from 'lib/format'
import { type ReactElement, useEffect, useRef } from 'react'
import type { Application, RunStep } from 'types/api'
import { Empty, Meter, Panel, ProblemNote, SkeletonRows } from 'ui/display'
import { LiveView } from './LiveView'
import { Screenshot } from './Screenshot'

export function LiveRun({ application }: { application: Application }): ReactElement {
  const steps = useRunSteps(application.id)
  const live = useLiveStep(application.id)
  const items = steps.data?.items ?? []
  const run = Math.max(0, ...items.map((step) => step.run_no))
  const latest = items.filter((step) => step.run_no === run)
  // Once it left, nothing is done in the browser any more.
  const running = isRunning(application) && application.status !== 'unconfirmed'
  // A browser is open for it only then.
  const filling = application.status === 'preparing' || application.status === 'submitting'
  const picture = live?.screenshot_id ?? latest.findLast((step) => step.screenshot_id)?.screenshot_id ?? null
  return (
    <Panel
      title={running ? 'Live run' : 'Run'}
      action={
        <span className="tnum text-sm text-muted">
          {running ? `${application.progress.percent}%` : run > 1 ? `Run ${run}` : ''}
        </span>
      }
    >
      {running && (
        <div className="px-4 pt-3">
          <Meter value={application.progress.percent} label="Progress of the run" />
        </div>
      )}
      {steps.isPending && <SkeletonRows rows={3} className="h-8" />}
      {steps.error && (
        <div className="p-4">
          <ProblemNote error={steps.error} />
        </div>
      )}
      {steps.data && latest.length === 0 && (
        <Empty icon="clock" title="Not begun yet">
          Each step of the browser appears here with a picture of the page.
        </Empty>
      )}
      {latest.length > 0 && (
        <div
          className={cx(
            'grid gap-4 p-4',
            (filling || picture) && 'lg:grid-cols-[minmax(0,1.15fr)_minmax(0,1fr)]',
            // In the person's hands the page gets all the room.
            'lg:has-[[data-taken]]:grid-cols-1',
          )}
        >
          {filling && <LiveView applicationId={application.id} />}
          {!filling && picture && (
            <Screenshot
              id={picture}
              label={live?.step ?? latest.at(-1)?.step ?? 'The page'}
              className="aspect-[4/3] w-full"
            />
          )}
          <Steps steps={latest} running={running} />
        </div>
      )}
    </Panel>
  )
}

function Steps({ steps, running }: { steps: readonly RunStep[]; running: boolean }): ReactElement {
  const list = useRef<HTMLOListElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new step is what scrolls the list.
  useEffect(() => {
    if (running && list.current) list.current.scrollTop = list.current.scrollHeight
  }, [steps.length, running])
  return (
    <ol
      ref={list}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reachable by keyboard.
      tabIndex={0}
      aria-label="Steps"
      aria-live={running ? 'polite' : undefined}
      className="max-h-96 overflow-y-auto pr-1"
    >
      {steps.map((step, index) => {
        const current = running && index === steps.length - 1
        return (
          <li
            key={`${step.run_no}-${step.no}`}
            className="relative flex gap-3 pb-3 pl-0.5 before:absolute before:top-4 before:bottom-0 before:left-[0.3125rem] before:w-px before:bg-line last:before:hidden"
          >
            <span
              aria-hidden="true"
              className={cx(
                'mt-1.5 size-2 shrink-0 rounded-full',
                current ? 'pulse-dot bg-accent text-accent' : 'bg-line-strong',
              )}
            />
            <div className="min-w-0 flex-1">
              <p className={cx('flex gap-2 text-sm', current && 'font-semibold')}>
                <span className="min-w-0 flex-1">{step.step}</span>
                <time className="tnum text-xs text-muted" dateTime={step.at}>
                  {clockTime(step.at)}
                </time>
              </p>
              {step.detail && <p className="text-xs break-words text-muted">{step.detail}</p>}
            </div>
            {step.screenshot_id && (
              <Screenshot
                id={step.screenshot_id}
                label={`Step ${step.no}: ${step.step}`}
                className="h-9 w-14 shrink-0"
              />
            )}
          </li>
        )
      })}
    </ol>
  )
}
