/**
 * Everything that crosses the HTTP API and the WebSocket, named as in the server's `domain` crate.
 *
 * This file and those it passes on are the only place that says how the wire looks; the rest of the application imports
 * from here. `agreesWithServer.ts` compares it with the types generated from the server.
 */

import type { Cursor } from './events'
import type { Match, Verdict } from './matching'
import type { Interview, ListedInterview, Observation } from './tracking'

export type * from './matching'
export type * from './profile'
export type * from './secondReading'
export type * from './tracking'

export type Id = string
/** An instant as ISO 8601 in UTC. */
export type Timestamp = string

// ---- jobs ----

export type Ats =
  | 'greenhouse'
  | 'lever'
  | 'ashby'
  | 'workable'
  | 'smart_recruiters'
  | 'recruitee'
  | 'teamtailor'
  | 'personio'
  | 'bamboo_hr'
  | 'icims'
  | 'workday'
  | 'other'
export type RemotePolicy = 'on_site' | 'hybrid' | 'remote' | 'unknown'
export type EmploymentType = 'full_time' | 'part_time' | 'contract' | 'temporary' | 'internship'
export type Level = 'intern' | 'junior' | 'mid' | 'senior' | 'lead' | 'executive'
export type PayPeriod = 'hour' | 'day' | 'week' | 'month' | 'year'

export interface Pay {
  min: number | null
  max: number | null
  currency: string
  period: PayPeriod
}

/** A language a posting asks for, as ISO 639-1; not required means welcome. */
export interface LanguageNeed {
  language: string
  required: boolean
}

export type Visa = 'sponsored' | 'not_sponsored' | 'right_to_work'

/** A check a candidate has to pass. */
export type Clearance =
  | 'criminal_record'
  | 'background'
  | 'baseline'
  | 'security_check'
  | 'developed_vetting'
  | 'public_trust'
  | 'secret'
  | 'top_secret'
  | 'security'
  | 'citizenship'

export interface Posting {
  external_id: string
  ats: Ats
  title: string
  company: string
  location: string
  places: string[]
  remote: RemotePolicy
  employment_type: EmploymentType | null
  level: Level | null
  pay: Pay | null
  languages: LanguageNeed[]
  visa: Visa | null
  clearance: Clearance[]
  description: string
  language: string | null
  url: string
  apply_url: string
  posted_at: Timestamp | null
  valid_through: Timestamp | null
}

export interface Job extends Posting {
  id: Id
  source_id: Id
  first_seen_at: Timestamp
  changed_at: Timestamp
  closed_at: Timestamp | null
}

// ---- applications ----

/** Our side of an application: what we did. */
export type State =
  | 'draft'
  | 'queued'
  | 'preparing'
  | 'ready'
  | 'submitting'
  | 'submitting_released'
  | 'unconfirmed'
  | 'submitted'
  | 'rejected_by_form'
  | 'needs_review'
  | 'failed_before_send'
  | 'cancelled'
/** Their side: what the employer answered. */
export type Stage =
  | 'none'
  | 'acknowledged'
  | 'info_requested'
  | 'assessment'
  | 'interview'
  | 'offer'
  | 'rejected'
  | 'withdrawn'
  | 'no_response'
export type Channel = 'system' | 'user' | 'email' | 'ats' | 'web'
export type EvidenceKind = 'screenshot' | 'page_text' | 'response' | 'mail' | 'statement'
export type EvidenceLevel = 'verified' | 'likely' | 'by_mail' | 'by_you'

export interface Progress {
  step: string
  /** From 0 to 100. */
  percent: number
}

export interface StateReason {
  code: string
  message: string
}

export interface Application {
  id: Id
  job_id: Id
  job_title: string
  company: string
  status: State
  reason: StateReason | null
  stage: Stage
  next_step: string
  next_action_at: Timestamp | null
  progress: Progress
  auto_customize: boolean
  follow_external_links: boolean
  batch_id: Id | null
  /** Whether the autopilot began it. */
  by_autopilot: boolean
  evidence_level: EvidenceLevel | null
  created_at: Timestamp
  submitted_at: Timestamp | null
  lastUpdate: Timestamp
  version: number
}

export interface StateCount {
  status: State
  count: number
}

/** Applications that were begun together. */
export interface Batch {
  id: Id
  created_at: Timestamp
  /** Since when nothing of it is begun or sent. */
  paused_at: Timestamp | null
  jobs: number
  /** States without any are left out. */
  states: StateCount[]
  /** How much of Jobwire's part is done, from 0 to 100. */
  percent: number
  next_step: string
  /** `pause` or `resume`. */
  allowed: string[]
}

export interface BatchDetail {
  batch: Batch
  applications: Application[]
}

/** A chosen job that is not part of the batch. */
export interface SkippedJob {
  job_id: Id
  code: string
  message: string
  application_id: Id | null
}

export interface BatchResult {
  batch_id: Id
  batch: Batch
  applications: Application[]
  skipped: SkippedJob[]
}

export type AnswerOrigin =
  | { from: 'profile'; path: string }
  /** `asked` is the question it was given to, when that was put in other words. */
  | { from: 'bank'; answer_id: Id; stated_at: Timestamp; asked: string | null; by_likeness: boolean }
  | { from: 'document' }
  | { from: 'person' }
  | { from: 'rule'; rule: string }
  | { from: 'unanswered'; why: string }

export interface FieldAnswer {
  field: string
  label: string
  kind: string
  meaning: string
  required: boolean
  sensitive: boolean
  options: string[]
  value: string | null
  document_id: Id | null
  origin: AnswerOrigin
}

export interface Snapshot {
  form_url: string
  answers: FieldAnswer[]
  resume_id: Id | null
  cover_letter_id: Id | null
}

export interface Evidence {
  id: Id
  kind: EvidenceKind
  summary: string
  document_id: Id | null
  channel: Channel
  recorded_at: Timestamp
}

export interface Attempt {
  id: Id
  no: number
  armed_at: Timestamp
  released_at: Timestamp | null
  outcome: string | null
  /** When the person declared it not received. */
  voided_at: Timestamp | null
}

export interface DocumentInfo {
  id: Id
  kind: string
  file_name: string
  media_type: string
  size: number
}

export type AllowedAction = 'approve' | 'answer' | 'cancel' | 'retry' | 'resolve_sent' | 'resolve_not_sent' | 'withdraw'

export interface ApplicationDetail {
  application: Application
  /** Gone when its source was removed. */
  job: Job | null
  snapshot: Snapshot | null
  snapshot_sha256: string | null
  /** Whether the person approved exactly this. */
  approved: boolean
  evidence: Evidence[]
  attempts: Attempt[]
  documents: DocumentInfo[]
  observations: Observation[]
  interviews: Interview[]
  allowed: AllowedAction[]
  /** The fields a language model's draft can be asked for now. */
  draftable: string[]
}

/** A suggestion by a language model: no answer until the person makes it theirs. */
export interface AnswerDraft {
  field: string
  text: string
  /** The statements of the profile it was made from. */
  from: string[]
  model: string
}

export interface RunStep {
  no: number
  run_no: number
  at: Timestamp
  step: string
  detail: string
  percent: number
  screenshot_id: Id | null
}

export interface Answer {
  id: Id
  question: string
  meaning: string
  country: string | null
  text: string
  /** The person prefers not to say. */
  declines: boolean
  stated_at: Timestamp
}

/** What happened to a line of a document. */
export type ReviewMark = 'same' | 'moved' | 'left_out' | 'added'

export interface ReviewLine {
  text: string
  mark: ReviewMark
}

export interface ReviewRow {
  section: string
  original: ReviewLine | null
  sent: ReviewLine | null
}

export interface ResumeReview {
  document_id: Id
  file_name: string
  original_id: Id | null
  is_tailored: boolean
  /** Whether the rows were found word for word in the file that will be sent. */
  as_printed: boolean
  rows: ReviewRow[]
  changes: { what: string; why: string }[]
}

export interface LetterReview {
  document_id: Id
  file_name: string
  as_printed: boolean
  /** `stands_in` is the place in the profile; null for a sentence of Jobwire's around the facts. */
  parts: { text: string; stands_in: string | null }[]
}

export interface Review {
  snapshot_sha256: string | null
  resume: ResumeReview | null
  cover_letter: LetterReview | null
}

// ---- autopilot ----

export type AutopilotMode = 'off' | 'on' | 'paused'

export interface AutopilotRules {
  /** From 0.5 to 1. */
  min_score: number
  source_ids: Id[]
  daily_limit: number
  employer_limit: number
  auto_customize: boolean
  follow_external_links: boolean
}

export interface Autopilot {
  mode: AutopilotMode
  rules: AutopilotRules
  version: number
  on_since: Timestamp | null
  /** Begun within 24 hours. */
  started: number
  /** Approved within 24 hours. */
  approved: number
}

export interface AutopilotEntry {
  id: Id
  at: Timestamp
  act: 'started' | 'approved' | 'held_back'
  code: string
  sentence: string
  job_id: Id | null
  application_id: Id | null
  job_title: string
  company: string
}

// ---- sources, analytics, system, accounts ----

export type SourceKind = 'greenhouse' | 'lever' | 'ashby' | 'json_ld' | 'import'
export type SourceHealth = 'new' | 'healthy' | 'limited' | 'failing' | 'gone'

export interface Source {
  id: Id
  kind: SourceKind
  name: string
  url: string
  enabled: boolean
  health: SourceHealth
  problem: string | null
  last_synced_at: Timestamp | null
  next_sync_at: Timestamp | null
  open_jobs: number
}

export interface FunnelStep {
  name: string
  count: number
}

export interface DailyCount {
  /** `YYYY-MM-DD` in UTC. */
  day: string
  applied: number
  answered: number
}

export interface Analytics {
  matches: number
  applications: number
  applied: number
  answered: number
  response_rate: number | null
  interviews: number
  offers: number
  rejected: number
  median_hours_to_answer: number | null
  funnel: FunnelStep[]
  daily: DailyCount[]
  counted_at: Timestamp | null
}

export type HealthStatus = 'healthy' | 'degraded' | 'down'

export interface HealthUpdate {
  service: string
  status: HealthStatus
  message: string
}

export interface SystemHealth {
  healthy: boolean
  services: HealthUpdate[]
}

export interface User {
  id: Id
  email: string
  created_at: Timestamp
}

export interface Me {
  user: User
  demo: boolean
}

export interface ApiToken {
  id: Id
  name: string
  created_at: Timestamp
  last_used_at: Timestamp | null
}

export interface NewApiToken extends ApiToken {
  token: string
}

export interface Page<T> {
  items: T[]
  next_cursor: string | null
}

export interface JobDetail {
  job: Job
  match: Match | null
  application: Application | null
  /** Their application to the same vacancy in another place. */
  applied_elsewhere: Application | null
  /** The places of the vacancy, this one among them. */
  places: VacancyPlace[]
  feedback: Verdict | null
  description_html: string
}

/** A job of a vacancy: one of its places. */
export interface VacancyPlace {
  job_id: Id
  source_id: Id
  location: string
  url: string
  closed_at: Timestamp | null
  application_id: Id | null
}

export interface LiveSnapshot {
  cursor: Cursor
  user: User
  profile_version: number
  is_matching: boolean
  /** The best 50. */
  matches: Match[]
  /** Where further matches begin; null where these are all. */
  matches_next_cursor: string | null
  /** The 50 that changed last. */
  applications: Application[]
  interviews?: ListedInterview[]
  analytics: Analytics
}

/** `application/problem+json`. */
export interface Problem {
  type: string
  slug: string
  title: string
  status: number
  detail: string
  errors?: { field: string; message: string }[]
}
