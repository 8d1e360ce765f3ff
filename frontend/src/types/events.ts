/** The events and frames of the WebSocket, named as in the server's `domain::event`. */
import type {
  Analytics,
  Batch,
  Channel,
  EvidenceLevel,
  HealthUpdate,
  Id,
  Interview,
  Match,
  Observation,
  ReadingState,
  Source,
  Stage,
  State,
  StateReason,
  Timestamp,
} from './api'

/** How far a client has read the log: `epoch` names the log, `seq` the last event that was applied. */
export interface Cursor {
  epoch: string
  seq: number
}

export interface ConnectionStatus {
  status: string
}
export interface MatchingStarted {
  total: number
}
export interface MatchingStopped {
  reason: string
}
export interface JobMatchUpdate {
  matches: Match[]
  removed: Id[]
  scored: number
  total: number
  truncated: boolean
}
export interface ApplicationStatusChange {
  application_id: Id
  job_id: Id
  status: State
  previous_status: State | null
  stage: Stage
  previous_stage: Stage | null
  source: Channel
  reason: StateReason | null
  version: number
}
export interface ApplicationCompleted {
  application_id: Id
  job_id: Id
  evidence_level: EvidenceLevel
}
export interface ApplicationFailed {
  application_id: Id
  job_id: Id
  status: State
  reason: StateReason
}
export interface ApplicationProgress {
  application_id: Id
  step_no: number
  step: string
  percent: number
  screenshot_id: Id | null
}
export interface InterviewScheduled {
  interview: Interview
  company: string
  job_title: string
}
export type NotificationLevel = 'info' | 'warning' | 'error'
export interface SystemNotification {
  level: NotificationLevel
  title: string
  message: string
}
export interface ObservationRecorded {
  observation: Observation
}
export interface ProfileUpdated {
  version: number
}

export interface SecondReadingUpdate {
  job_id: Id
  /** Null when it was stopped or thrown away. */
  state: ReadingState | null
}

/** What each event carries. */
export interface EventData {
  connection_status: ConnectionStatus
  matching_started: MatchingStarted
  matching_stopped: MatchingStopped
  job_match_update: JobMatchUpdate
  application_status_change: ApplicationStatusChange
  application_completed: ApplicationCompleted
  application_failed: ApplicationFailed
  batch_update: Batch
  application_progress: ApplicationProgress
  interview_scheduled: InterviewScheduled
  analytics_update: Analytics
  system_notification: SystemNotification
  source_update: Source
  health_update: HealthUpdate
  observation_recorded: ObservationRecorded
  profile_updated: ProfileUpdated
  second_reading_update: SecondReadingUpdate
}

export type EventType = keyof EventData

export const EVENT_TYPES: readonly EventType[] = [
  'connection_status',
  'matching_started',
  'matching_stopped',
  'job_match_update',
  'application_status_change',
  'application_completed',
  'application_failed',
  'batch_update',
  'application_progress',
  'interview_scheduled',
  'analytics_update',
  'system_notification',
  'source_update',
  'health_update',
  'observation_recorded',
  'profile_updated',
  'second_reading_update',
]

/** An event as it travels. Durable events carry `seq`, ephemeral ones do not. */
export type EnvelopeOf<T extends EventType> = {
  type: T
  seq?: number | null
  at: Timestamp
  data: EventData[T]
}
export type Envelope = { [T in EventType]: EnvelopeOf<T> }[EventType]

/** What the server says about the connection itself. */
export type ControlFrame =
  | { type: 'subscribed'; cursor: Cursor }
  | { type: 'ping'; seq: number }
  | { type: 'pong'; seq: number }
  | { type: 'reset'; reason: string; cursor: Cursor }
  | { type: 'going_down'; retry_in_ms: number }
  | { type: 'error'; slug: string; message: string }

export type ServerFrame = ControlFrame | Envelope

export type ClientFrame =
  | { type: 'subscribe'; events: EventType[] | '*'; cursor: Cursor | null }
  | { type: 'unsubscribe'; events: EventType[] | '*' }
  | { type: 'ping' }
  | { type: 'pong' }
