/** What the wire's words are called on screen, and which colour they have. */
import type {
  Channel,
  Clearance,
  EvidenceLevel,
  HealthStatus,
  Level,
  MailClass,
  PartName,
  RemotePolicy,
  SourceHealth,
  SourceKind,
  Stage,
  State,
  Verdict,
  Visa,
} from 'types/api'

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad'

interface Word {
  label: string
  tone: Tone
}

export const STATES: Record<State, Word> = {
  draft: { label: 'Needs your answers', tone: 'warn' },
  queued: { label: 'In line', tone: 'neutral' },
  preparing: { label: 'Filling the form', tone: 'accent' },
  ready: { label: 'Ready for review', tone: 'warn' },
  submitting: { label: 'Sending', tone: 'accent' },
  submitting_released: { label: 'Sending', tone: 'accent' },
  unconfirmed: { label: 'Checking', tone: 'accent' },
  submitted: { label: 'Sent', tone: 'good' },
  rejected_by_form: { label: 'Refused by the form', tone: 'bad' },
  needs_review: { label: 'Needs your decision', tone: 'warn' },
  failed_before_send: { label: 'Not sent', tone: 'bad' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
}

export const STAGES: Record<Stage, Word> = {
  none: { label: 'No answer yet', tone: 'neutral' },
  acknowledged: { label: 'Received', tone: 'accent' },
  info_requested: { label: 'Asks for something', tone: 'warn' },
  assessment: { label: 'Assessment', tone: 'accent' },
  interview: { label: 'Interview', tone: 'good' },
  offer: { label: 'Offer', tone: 'good' },
  rejected: { label: 'Rejected', tone: 'bad' },
  withdrawn: { label: 'Withdrawn', tone: 'neutral' },
  no_response: { label: 'No response', tone: 'neutral' },
}

export const EVIDENCE_LEVELS: Record<EvidenceLevel, string> = {
  verified: 'Verified: the site accepted it and showed its confirmation',
  likely: 'Likely: the site either accepted it or showed a confirmation',
  by_mail: 'Confirmed by the employer’s mail',
  by_you: 'Confirmed by you',
}

export const CHANNELS: Record<Channel, string> = {
  system: 'Jobwire',
  user: 'You',
  email: 'Mail',
  ats: 'Portal',
  web: 'Web page',
}

export const MAIL_CLASSES: Record<MailClass, Word> = {
  acknowledgement: { label: 'Received', tone: 'accent' },
  info_request: { label: 'Asks for something', tone: 'warn' },
  assessment: { label: 'Assessment', tone: 'accent' },
  interview: { label: 'Interview', tone: 'good' },
  offer: { label: 'Offer', tone: 'good' },
  rejection: { label: 'Rejection', tone: 'bad' },
  security_code: { label: 'Security code', tone: 'warn' },
  job_alert: { label: 'Job alert', tone: 'neutral' },
  other: { label: 'Other', tone: 'neutral' },
}

export const PARTS: Record<PartName, string> = {
  title: 'Title',
  skills: 'Skills',
  text: 'Text',
  level: 'Level',
  place: 'Place',
  pay: 'Pay',
  freshness: 'Freshness',
  taste: 'Taste',
}

export const VERDICTS: Record<Verdict, Word> = {
  more: { label: 'More like it', tone: 'good' },
  less: { label: 'Less like it', tone: 'bad' },
  hide: { label: 'Hidden', tone: 'neutral' },
}

export const REMOTE: Record<RemotePolicy, string | null> = {
  on_site: 'On site',
  hybrid: 'Hybrid',
  remote: 'Remote',
  unknown: null,
}

export const LEVELS: Record<Level, string> = {
  intern: 'Intern',
  junior: 'Junior',
  mid: 'Mid',
  senior: 'Senior',
  lead: 'Lead',
  executive: 'Executive',
}

export const VISAS: Record<Visa, string> = {
  sponsored: 'Visa sponsored',
  not_sponsored: 'No visa sponsorship',
  right_to_work: 'Right to work needed',
}

export const CLEARANCES: Record<Clearance, string> = {
  criminal_record: 'Criminal record check',
  background: 'Background check',
  baseline: 'BPSS check',
  security_check: 'SC clearance',
  developed_vetting: 'DV clearance',
  public_trust: 'Public Trust clearance',
  secret: 'Secret clearance',
  top_secret: 'Top Secret clearance',
  security: 'Security clearance',
  citizenship: 'Citizens only',
}

export const SOURCE_KINDS: Record<SourceKind, string> = {
  greenhouse: 'Greenhouse',
  lever: 'Lever',
  ashby: 'Ashby',
  json_ld: 'Careers page',
  import: 'Import',
}

export const SOURCE_HEALTH: Record<SourceHealth, Word> = {
  new: { label: 'Not read yet', tone: 'neutral' },
  healthy: { label: 'Healthy', tone: 'good' },
  limited: { label: 'Slowed down', tone: 'warn' },
  failing: { label: 'Failing', tone: 'bad' },
  gone: { label: 'Gone', tone: 'bad' },
}

export const HEALTH: Record<HealthStatus, Word> = {
  healthy: { label: 'Healthy', tone: 'good' },
  degraded: { label: 'Degraded', tone: 'warn' },
  down: { label: 'Down', tone: 'bad' },
}

export const FUNNEL: Record<string, string> = {
  matched: 'Matched',
  started: 'Started',
  applied: 'Applied',
  acknowledged: 'Received',
  interview: 'Interview',
  offer: 'Offer',
}

/** A new word of the server is shown as it is rather than hidden. */
export function wordFor<T extends string>(vocabulary: Record<T, Word>, word: T): Word {
  return vocabulary[word] ?? { label: word.replaceAll('_', ' '), tone: 'neutral' }
}
