/** What came of applications: mails, portals, interviews. Passed on by `api.ts`. */

import type { Channel, Id, Stage, State, Timestamp } from './api'

export type MailClass =
  | 'acknowledgement'
  | 'info_request'
  | 'assessment'
  | 'interview'
  | 'offer'
  | 'rejection'
  | 'security_code'
  | 'job_alert'
  | 'other'
export type ObservationStatus = 'linked' | 'suggested' | 'confirmed' | 'dismissed' | 'unlinked'

export interface Observation {
  id: Id
  channel: Channel
  external_id: string
  sender: string
  subject: string
  excerpt: string
  class: MailClass
  confidence: number
  evidence: string[]
  application_id: Id | null
  status: ObservationStatus
  stage: Stage | null
  observed_at: Timestamp
}

export interface TrackingSummary {
  total: number
  by_state: Partial<Record<State, number>>
  by_stage: Partial<Record<Stage, number>>
  waiting_for_you: number
}

export interface TrackingEvent {
  id: Id
  at: Timestamp
  source: Channel
  kind: string
  title: string
  detail: string
  application_id: Id
}

export interface Mailbox {
  id: Id
  kind: 'imap' | 'maildir'
  name: string
  status: string
  problem: string | null
  last_synced_at: Timestamp | null
  has_password: boolean
}

export interface Interview {
  id: Id
  application_id: Id
  observation_id: Id | null
  uid: string
  summary: string
  starts_at: Timestamp
  ends_at: Timestamp | null
  time_zone: string | null
  location: string
  organizer: string
  cancelled: boolean
}

export interface ListedInterview extends Interview {
  company: string
  job_title: string
}
