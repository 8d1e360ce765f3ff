/** Invented applications in every state, and what employers answered. */
import type {
  AnswerDraft,
  Application,
  ApplicationDetail,
  Job,
  ListedInterview,
  Observation,
  State,
} from '../src/types/api'
import { DAY, id, ids } from './ids.ts'

export function makeApplication(job: Job, no: number, now: number, change: Partial<Application> = {}): Application {
  return {
    id: id('0003', no),
    job_id: job.id,
    job_title: job.title,
    company: job.company,
    status: 'queued',
    reason: null,
    stage: 'none',
    next_step: 'The form is filled next.',
    next_action_at: null,
    progress: { step: '', percent: 0 },
    auto_customize: true,
    follow_external_links: true,
    batch_id: null,
    by_autopilot: false,
    evidence_level: null,
    created_at: new Date(now - 3_600_000).toISOString(),
    submitted_at: null,
    lastUpdate: new Date(now - no * 420_000).toISOString(),
    version: 1,
    ...change,
  }
}

export function makeApplications(jobs: Job[], now: number): Application[] {
  const sent = (days: number, change: Partial<Application>): Partial<Application> => ({
    status: 'submitted',
    evidence_level: 'verified',
    submitted_at: new Date(now - days * DAY).toISOString(),
    next_step: 'Waiting for the employer’s answer.',
    progress: { step: 'Sent', percent: 100 },
    ...change,
  })
  const changes: Partial<Application>[] = [
    { status: 'preparing', progress: { step: 'Filling “Work authorization”', percent: 55 } },
    { status: 'ready', progress: { step: 'Filled', percent: 90 }, next_step: 'Look at the answers and approve.' },
    {
      status: 'draft',
      reason: { code: 'questions_open', message: 'The form asks 2 questions that only you can answer.' },
    },
    {
      status: 'unconfirmed',
      next_action_at: new Date(now + 240_000).toISOString(),
      next_step: 'Looking for a confirmation in your mailbox.',
    },
    sent(2, { stage: 'interview' }),
    sent(3, { stage: 'acknowledged' }),
    sent(9, { stage: 'rejected' }),
    { status: 'needs_review', reason: { code: 'no_confirmation', message: 'No confirmation came within two days.' } },
  ]
  return changes.map((change, index) => makeApplication(jobs[index] as Job, index + 1, now, change))
}

export function makeDetail(application: Application, job: Job, now: number): ApplicationDetail {
  const stated = new Date(now - 12 * DAY).toISOString()
  const field = (name: string, label: string, value: string | null, rest: object = {}) => ({
    field: name,
    label,
    kind: 'text',
    meaning: name,
    required: true,
    sensitive: false,
    options: [] as string[],
    value,
    document_id: null,
    origin: { from: 'profile', path: `basics.${name}` } as const,
    ...rest,
  })
  const open = application.status === 'draft'
  const answers = [
    field('name', 'Full name', 'Mara Lindqvist'),
    field('email', 'Email', 'mara@lindqvist.example'),
    field('phone', 'Phone', '+49 40 5550 1234'),
    field('resume', 'Resume/CV', 'Mara-Lindqvist-resume.pdf', {
      kind: 'file',
      document_id: ids.resume,
      origin: { from: 'document' },
    }),
    field('location', 'Where are you based?', 'Hamburg, Germany', { required: false }),
    field('python', 'Years of experience with Python', '6', {
      meaning: 'experience_confirm',
      origin: {
        from: 'bank',
        answer_id: id('0009', 2),
        stated_at: stated,
        asked: 'How many years of experience do you have with Python?',
        by_likeness: true,
      },
    }),
    field('authorization', 'Are you legally authorized to work in Germany?', open ? null : 'Yes', {
      kind: 'select',
      options: ['Yes', 'No'],
      sensitive: true,
      meaning: 'work_authorization',
      origin: open
        ? { from: 'unanswered', why: 'A legal question is answered only by what you stated yourself.' }
        : { from: 'bank', answer_id: id('0009', 1), stated_at: stated, asked: null, by_likeness: false },
    }),
    field(
      'why',
      `Why ${job.company}?`,
      open ? null : 'I have built payment systems that had to stay up, and I like that you publish how yours fail.',
      {
        kind: 'textarea',
        meaning: 'essay',
        origin: open ? { from: 'unanswered', why: 'Nothing in your profile says it.' } : { from: 'person' },
      },
    ),
    field('source', 'How did you hear about us?', 'Company website', {
      required: false,
      kind: 'select',
      options: ['Company website', 'A friend', 'Other'],
      origin: { from: 'rule', rule: 'The posting was read on the company’s own board.' },
    }),
  ]
  const sent = application.status === 'submitted'
  return {
    application,
    job,
    snapshot:
      application.status === 'queued'
        ? null
        : { form_url: job.apply_url, answers, resume_id: ids.resume, cover_letter_id: ids.letter },
    snapshot_sha256:
      open || application.status === 'queued'
        ? null
        : '9f2c1d04ab77e6512c0f8a1b3d5e7f90112233445566778899aabbccddeeff00',
    approved: application.status === 'submitted',
    evidence: sent
      ? [
          {
            id: id('0004', 1),
            kind: 'screenshot',
            summary: 'The page says “Thank you for applying”.',
            document_id: ids.screenshot,
            channel: 'web',
            recorded_at: application.submitted_at ?? '',
          },
          {
            id: id('0004', 2),
            kind: 'mail',
            summary: 'Acknowledgement from the employer’s own domain.',
            document_id: null,
            channel: 'email',
            recorded_at: application.submitted_at ?? '',
          },
        ]
      : application.status === 'unconfirmed' || application.status === 'needs_review'
        ? doubtfulEvidence(now)
        : [],
    attempts:
      sent || application.status === 'unconfirmed' || application.status === 'needs_review'
        ? [
            {
              id: id('0005', 1),
              no: 1,
              armed_at: new Date(now - 400_000).toISOString(),
              released_at: new Date(now - 399_000).toISOString(),
              outcome: sent ? 'submitted' : 'unknown',
              voided_at: null,
            },
          ]
        : [],
    documents: [
      {
        id: ids.resume,
        kind: 'resume',
        file_name: 'Mara-Lindqvist-resume.pdf',
        media_type: 'application/pdf',
        size: 84_211,
      },
      {
        id: ids.letter,
        kind: 'cover_letter',
        file_name: 'Mara-Lindqvist-letter.pdf',
        media_type: 'application/pdf',
        size: 31_900,
      },
    ],
    observations: [],
    interviews: [],
    allowed: allowedFor(application.status),
    draftable: open ? ['why'] : [],
  }
}

/** What a language model makes of the mock profile. */
export const makeDraft = (field: string): AnswerDraft => ({
  field,
  text: 'At Rheinwerk Payments I kept the ledger running, and I would like to do that for maps.',
  from: ['Worked: Staff Engineer, Rheinwerk Payments', 'At Rheinwerk Payments: Kept the ledger running'],
  model: 'llama3.2',
})

function doubtfulEvidence(now: number): ApplicationDetail['evidence'] {
  const seen = { document_id: null, channel: 'system' as const, recorded_at: new Date(now - 390_000).toISOString() }
  return [
    {
      ...seen,
      id: id('0004', 3),
      kind: 'screenshot',
      summary: 'The page after sending.',
      document_id: ids.screenshot,
    },
    { ...seen, id: id('0004', 4), kind: 'page_text', summary: 'Something went wrong on our side.' },
    { ...seen, id: id('0004', 5), kind: 'response', summary: 'jobs.example answered 502.' },
  ]
}

function allowedFor(status: State): ApplicationDetail['allowed'] {
  switch (status) {
    case 'ready':
      return ['approve', 'answer', 'cancel']
    case 'draft':
      return ['answer', 'cancel']
    case 'queued':
    case 'preparing':
      return ['cancel']
    case 'unconfirmed':
      return ['resolve_sent']
    case 'needs_review':
      return ['resolve_sent', 'resolve_not_sent', 'cancel']
    case 'failed_before_send':
    case 'rejected_by_form':
      return ['retry', 'answer', 'cancel']
    case 'submitted':
      return ['withdraw']
    default:
      return []
  }
}

export function makeInterviews(applications: Application[], now: number): ListedInterview[] {
  const application = applications[4] as Application
  const start = new Date(now + 2 * DAY)
  start.setUTCHours(13, 30, 0, 0)
  const base = {
    application_id: application.id,
    observation_id: null,
    organizer: 'people@brightwater.example',
    cancelled: false,
    company: application.company,
    job_title: application.job_title,
  }
  return [
    {
      ...base,
      id: id('0006', 1),
      uid: 'a1@brightwater.example',
      summary: 'Technical interview',
      starts_at: start.toISOString(),
      ends_at: new Date(start.getTime() + 3_600_000).toISOString(),
      time_zone: 'America/New_York',
      location: 'https://meet.example/kz-41',
    },
    {
      ...base,
      id: id('0006', 2),
      uid: 'a2@brightwater.example',
      summary: 'First talk',
      starts_at: new Date(now - 4 * DAY).toISOString(),
      ends_at: null,
      time_zone: 'Europe/Amsterdam',
      location: 'Phone',
    },
  ]
}

export function makeObservations(applications: Application[], now: number): Observation[] {
  const base = { channel: 'email' as const, observed_at: new Date(now - 3_000_000).toISOString() }
  return [
    {
      ...base,
      id: id('0007', 1),
      external_id: 'm1',
      sender: 'People team <people@brightwater.example>',
      subject: 'Invitation to a technical interview',
      excerpt: 'Hello Mara, we enjoyed reading your application and would like to invite you to a technical interview…',
      class: 'interview',
      confidence: 0.98,
      evidence: ['invite you to a technical interview'],
      application_id: applications[4]?.id ?? null,
      status: 'linked',
      stage: 'interview',
    },
    {
      ...base,
      id: id('0007', 2),
      external_id: 'm2',
      sender: 'no-reply@jobs-mailer.example',
      subject: 'Update on your application',
      excerpt: 'Thank you for your interest in the position of Software Engineer. Unfortunately we have decided…',
      class: 'rejection',
      confidence: 0.71,
      evidence: ['Unfortunately we have decided'],
      application_id: applications[5]?.id ?? null,
      status: 'suggested',
      stage: 'rejected',
      observed_at: new Date(now - 90_000_000).toISOString(),
    },
  ]
}
