/** How applications are grouped for a person: who has to move next. */
import type { Application, State } from 'types/api'

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

export interface BatchProgress {
  batchId: string
  applications: Application[]
  done: number
  waiting: number
  /** From 0 to 100, over all of its jobs. */
  percent: number
}

/** How far each batch is, newest first. A job counts as done once it left the running states. */
export function batchProgress(applications: readonly Application[]): BatchProgress[] {
  const batches = new Map<string, Application[]>()
  for (const application of applications) {
    if (!application.batch_id) continue
    const members = batches.get(application.batch_id) ?? []
    members.push(application)
    batches.set(application.batch_id, members)
  }
  return [...batches].map(([batchId, members]) => {
    const done = members.filter((member) => !isRunning(member))
    const share = members.map((member) => (isRunning(member) ? member.progress.percent : 100))
    return {
      batchId,
      applications: members,
      done: done.length,
      waiting: members.filter((member) => groupOf(member) === 'waiting').length,
      percent: Math.round(share.reduce((sum, value) => sum + value, 0) / members.length),
    }
  })
}
