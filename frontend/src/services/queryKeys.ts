/** The names under which server state lies in the query cache. */
import type { JobFilter } from './dynamicAPI'

export const queryKeys = {
  me: ['me'] as const,
  profile: ['profile'] as const,
  answers: ['answers'] as const,
  tokens: ['tokens'] as const,
  jobs: ['jobs'] as const,
  jobList: (filter: JobFilter) => ['jobs', filter] as const,
  job: (id: string) => ['job', id] as const,
  sources: ['sources'] as const,
  matchingStatus: ['matching', 'status'] as const,
  matches: ['matching', 'matches'] as const,
  feedback: ['matching', 'feedback'] as const,
  secondReadings: ['second-readings'] as const,
  whatIf: ['matching', 'what-if'] as const,
  applications: ['applications'] as const,
  application: (id: string) => ['application', id] as const,
  /** Every application that is looked at, with its steps. */
  anyApplication: ['application'] as const,
  batches: ['batches'] as const,
  batch: (id: string) => ['batch', id] as const,
  /** Every batch that is looked at. */
  batchDetails: ['batch'] as const,
  review: (id: string) => ['application', id, 'review'] as const,
  autopilot: ['autopilot'] as const,
  autopilotLog: ['autopilot', 'log'] as const,
  steps: (id: string) => ['application', id, 'steps'] as const,
  /** The latest live step of a run; written by events only. */
  liveStep: (id: string) => ['live', 'step', id] as const,
  trackingSummary: ['tracking', 'summary'] as const,
  timelines: ['tracking', 'events'] as const,
  timeline: (applicationId: string | null) => ['tracking', 'events', applicationId] as const,
  mailboxes: ['mailboxes'] as const,
  observations: ['observations'] as const,
  interviews: ['interviews'] as const,
  analytics: ['analytics'] as const,
  health: ['health'] as const,
  /** What the system said; written by events only. */
  notifications: ['live', 'notifications'] as const,
}
