/** What the autopilot did and why it held back, newest first. */

import { useNow } from 'hooks/useNow'
import { useAutopilotLog } from 'hooks/useServerState'
import { relativeTime } from 'lib/format'
import type { Tone } from 'lib/vocabulary'
import type { ReactElement } from 'react'
import type { AutopilotEntry } from 'types/api'
import { Badge, Empty, ProblemNote, SkeletonRows } from 'ui/display'
import { Link } from 'wouter'

const ACTS: Record<AutopilotEntry['act'], { label: string; tone: Tone }> = {
  started: { label: 'Began', tone: 'accent' },
  approved: { label: 'Approved', tone: 'good' },
  held_back: { label: 'Held back', tone: 'warn' },
}

export function AutopilotLog(): ReactElement {
  const log = useAutopilotLog()
  const now = useNow()
  if (log.isPending) return <SkeletonRows rows={3} />
  if (log.error)
    return (
      <div className="p-4">
        <ProblemNote error={log.error} />
      </div>
    )
  const entries = log.data.items
  return (
    <section aria-label="What it did" className="min-w-0 border-t lg:border-t-0">
      <h3 className="px-4 pt-4 text-sm font-semibold">What it did</h3>
      {entries.length === 0 ? (
        <Empty icon="clock" title="Nothing yet">
          Each application it begins or approves appears here, and each time it held back, with the reason.
        </Empty>
      ) : (
        <ul className="max-h-[30rem] divide-y overflow-y-auto">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} now={now} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Entry({ entry, now }: { entry: AutopilotEntry; now: number }): ReactElement {
  const act = ACTS[entry.act]
  const href = entry.application_id
    ? `/applications/${entry.application_id}`
    : entry.job_id
      ? `/jobs/${entry.job_id}`
      : null
  return (
    <li className="px-4 py-2.5 text-sm">
      <div className="flex items-center gap-2">
        <Badge tone={act.tone}>{act.label}</Badge>
        <time className="ml-auto text-xs whitespace-nowrap text-muted" dateTime={entry.at}>
          {relativeTime(entry.at, now)}
        </time>
      </div>
      {entry.job_title && (
        <p className="mt-1 truncate font-medium">
          {href ? (
            <Link href={href} className="hover:text-accent hover:underline">
              {entry.job_title}
            </Link>
          ) : (
            entry.job_title
          )}
          <span className="font-normal text-muted"> · {entry.company}</span>
        </p>
      )}
      <p className="mt-0.5 text-muted">{entry.sentence}</p>
    </li>
  )
}
