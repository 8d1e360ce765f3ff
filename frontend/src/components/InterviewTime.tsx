/** When an interview is: in the person's own time zone, and in the employer's where it differs. */

import { clockTime, dateTime, ownTimeZone } from 'lib/format'
import type { ReactElement } from 'react'
import type { Interview } from 'types/api'

export function InterviewTime({
  interview,
}: {
  interview: Pick<Interview, 'starts_at' | 'ends_at' | 'time_zone'>
}): ReactElement {
  const { starts_at, ends_at, time_zone } = interview
  const theirs = time_zone && time_zone !== ownTimeZone() ? dateTime(starts_at, time_zone) : null
  return (
    <p className="tnum text-sm">
      <time dateTime={starts_at} className="font-medium">
        {dateTime(starts_at)}
      </time>
      {ends_at && <span className="text-muted"> to {clockTime(ends_at)}</span>}
      {theirs && (
        <span className="block text-xs text-muted">
          {theirs} for the employer ({time_zone})
        </span>
      )}
    </p>
  )
}
