/** Which missing skill would lift the most matches over the line: a bar for each, and the jobs behind it. */

import { useWhatIf } from 'hooks/useServerState'
import { count } from 'lib/format'
import type { ReactElement } from 'react'
import type { SkillGain } from 'types/api'
import { Empty, Panel, ProblemNote, SkeletonRows } from 'ui/display'
import { Link } from 'wouter'

export function SkillGains(): ReactElement {
  const whatIf = useWhatIf()
  const skills = whatIf.data?.skills ?? []
  const most = Math.max(1, ...skills.map(({ lifted }) => lifted))
  return (
    <Panel title="If you learned one more skill">
      {whatIf.isPending && <SkeletonRows rows={5} className="h-9" />}
      {whatIf.error && (
        <div className="p-4">
          <ProblemNote error={whatIf.error} retry={() => void whatIf.refetch()} />
        </div>
      )}
      {whatIf.data && skills.length === 0 && (
        <Empty
          icon="spark"
          title="No single skill would change much"
          action={
            <Link href="/profile" className="btn btn-secondary">
              To your skills
            </Link>
          }
        >
          A skill appears here when stating it would lift a match to {points(whatIf.data.line)} or more. State the
          skills you have, so that the rest can be told apart.
        </Empty>
      )}
      {whatIf.data && skills.length > 0 && (
        <>
          <p className="px-4 pt-4 text-sm text-muted">
            {count(whatIf.data.over_now)} of your matches are at {points(whatIf.data.line)} or more. So many more would
            be with one of these:
          </p>
          <ul className="grid gap-1 p-4">
            {skills.map((gain) => (
              <Gain key={gain.skill} gain={gain} share={gain.lifted / most} />
            ))}
          </ul>
        </>
      )}
    </Panel>
  )
}

const points = (score: number) => Math.round(score * 100)

function Gain({ gain, share }: { gain: SkillGain; share: number }): ReactElement {
  return (
    <li>
      <details className="group rounded-md">
        <summary className="grid cursor-pointer grid-cols-[8.5rem_minmax(0,1fr)_3rem] items-center gap-3 rounded-md px-1 py-1.5 text-sm hover:bg-hover">
          <span className="truncate font-medium" title={gain.skill}>
            {gain.skill}
          </span>
          <span aria-hidden="true" className="h-2.5 overflow-hidden rounded-full bg-line">
            <span className="block h-full rounded-full bg-accent" style={{ width: `${share * 100}%` }} />
          </span>
          <span className="tnum text-right">
            +{count(gain.lifted)}
            <span className="sr-only"> matches</span>
          </span>
        </summary>
        <div className="grid gap-1 px-1 pt-1 pb-2 text-sm">
          <p className="text-muted">{count(gain.asked_by)} fitting jobs name it. The best it would lift:</p>
          <ul className="grid gap-1">
            {gain.examples.map((job) => (
              <li key={job.job_id} className="flex justify-between gap-3">
                <Link href={`/jobs/${job.job_id}`} className="min-w-0 truncate hover:text-accent hover:underline">
                  {job.job_title} · {job.company}
                </Link>
                <span className="tnum shrink-0 text-soft">
                  {points(job.score)} to {points(job.would_be)}
                </span>
              </li>
            ))}
          </ul>
        </div>
      </details>
    </li>
  )
}
