/** How applications are grouped for a person: who has to move next. */
import type { Application, Batch, State } from 'types/api'

export type Group = 'waiting' | 'running' | 'sent' | 'ended'

export const GROUPS: readonly Group[] = ['waiting', 'running', 'sent', 'ended']

export const GROUP_LABELS: Record<Group, string> = {
  waiting: 'Waits for you',
  running: 'Running',
  sent: 'Sent',
  ended: 'Ended',
}

const BY_STATE: Record<State, Group> = {
  draft: 'waiting',
  ready: 'waiting',
  needs_review: 'waiting',
  rejected_by_form: 'waiting',
  failed_before_send: 'waiting',
  queued: 'running',
  preparing: 'running',
  submitting: 'running',
  submitting_released: 'running',
  unconfirmed: 'running',
  submitted: 'sent',
  cancelled: 'ended',
}

/** A sent application has ended once the employer's answer is final. */
export function groupOf({ status, stage }: Pick<Application, 'status' | 'stage'>): Group {
  const over = stage === 'rejected' || stage === 'withdrawn' || stage === 'no_response'
  if (status === 'submitted' && over) return 'ended'
  return BY_STATE[status] ?? 'waiting'
}

/** Whether a run is going on that has live steps. */
export const isRunning = (application: Pick<Application, 'status' | 'stage'>): boolean =>
  groupOf(application) === 'running'

/** The applications of each group, in the order they came. */
export function grouped(applications: readonly Application[]): Record<Group, Application[]> {
  const groups: Record<Group, Application[]> = { waiting: [], running: [], sent: [], ended: [] }
  for (const application of applications) groups[groupOf(application)].push(application)
  return groups
}

/** How much of Jobwire's part of these is done, from 0 to 100. A job counts in full once it left the running states. */
export function percentOf(members: readonly Application[]): number {
  if (members.length === 0) return 0
  const shares = members.map((member) => (isRunning(member) ? member.progress.percent : 100))
  return Math.floor(shares.reduce((sum, share) => sum + share, 0) / members.length)
}

/** How many of a batch are in each group. Of a sent one the batch does not know what was answered. */
export function groupCounts({ states }: Pick<Batch, 'states'>): Record<Group, number> {
  const counts: Record<Group, number> = { waiting: 0, running: 0, sent: 0, ended: 0 }
  for (const { status, count } of states) counts[groupOf({ status, stage: 'none' })] += count
  return counts
}

/** Whether something is still to come: by itself, or from the person. */
export const isOpenBatch = (batch: Pick<Batch, 'states' | 'paused_at'>): boolean => {
  const { running, waiting } = groupCounts(batch)
  return batch.paused_at !== null || running + waiting > 0
}
