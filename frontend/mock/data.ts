/** Invented people, companies and postings for the mock server and the tests. */
import type {
  Analytics, Application, ApplicationDetail, Job, ListedInterview, Mailbox, Match, Observation,
  PartName, Profile, Reason, ScorePart, Source, State,
} from '../src/types/api'

const DAY = 86_400_000

export const ids = {
  user: '019a0000-0000-7000-8000-000000000001',
  resume: '019a0000-0000-7000-8000-0000000000d1',
  letter: '019a0000-0000-7000-8000-0000000000d2',
  screenshot: '019a0000-0000-7000-8000-0000000000d3',
}
const id = (kind: string, no: number) => `019a${kind}-0000-7000-8000-${String(no).padStart(12, '0')}`

/** [title, company, place, remote, level, pay from, tag] */
type Row = readonly [string, string, string, Job['remote'], Job['level'], number, string]
const ROWS: readonly Row[] = [
  ['Senior Backend Engineer, Payments', 'Halden Freight', 'Hamburg, Germany', 'hybrid', 'senior', 82_000, 'Rust'],
  ['Platform Engineer', 'Nimbus Orchard', 'Remote, Europe', 'remote', 'senior', 78_000, 'Kubernetes'],
  ['Rust Engineer, Streaming', 'Quillmark', 'Berlin, Germany', 'hybrid', 'mid', 70_000, 'Rust'],
  ['Software Engineer, Data Pipelines', 'Tessera Health', 'Remote', 'remote', 'mid', 68_000, 'PostgreSQL'],
  ['Staff Engineer, Reliability', 'Brightwater Energy', 'Amsterdam, Netherlands', 'hybrid', 'lead', 98_000, 'observability'],
  ['Backend-Entwicklerin (m/w/d)', 'Lindenhof Software', 'Bremen, Germany', 'on_site', 'mid', 61_000, 'PostgreSQL'],
  ['Site Reliability Engineer', 'Corvid Mapping', 'Hamburg, Germany', 'hybrid', 'senior', 76_000, 'Linux'],
  ['Engineering Manager, Core', 'Halden Freight', 'Hamburg, Germany', 'hybrid', 'lead', 95_000, 'mentoring'],
  ['Ingeniera de Backend', 'Solana Viajes', 'Madrid, Spain', 'hybrid', 'mid', 48_000, 'APIs'],
  ['Developer Experience Engineer', 'Nimbus Orchard', 'Remote, Europe', 'remote', 'senior', 74_000, 'tooling'],
  ['Full-Stack Engineer', 'Paperlane', 'Copenhagen, Denmark', 'on_site', 'mid', 66_000, 'TypeScript'],
  ['Junior Software Developer', 'Lindenhof Software', 'Bremen, Germany', 'on_site', 'junior', 44_000, 'Java'],
]

export function makeJobs(now: number): Job[] {
  return ROWS.map(([title, company, location, remote, level, from, tag], index) => ({
    id: id('0001', index + 1),
    source_id: id('0002', (index % 4) + 1),
    external_id: String(4000 + index),
    ats: (['greenhouse', 'lever', 'ashby', 'other'] as const)[index % 4] ?? 'other',
    title, company, location, places: [location], remote, level,
    employment_type: 'full_time',
    pay: index % 3 === 2 ? null : { min: from, max: from + 14_000, currency: 'EUR', period: 'year' },
    description: `${company} looks for a ${title}. You know ${tag}.`,
    language: title.includes('Entwickler') ? 'de' : title.includes('Ingeniera') ? 'es' : 'en',
    url: `https://boards.example/${index}`, apply_url: `https://boards.example/${index}/apply`,
    posted_at: new Date(now - index * 0.7 * DAY).toISOString(), valid_through: null,
    first_seen_at: new Date(now - index * 0.7 * DAY).toISOString(),
    changed_at: new Date(now - index * 0.7 * DAY).toISOString(),
    closed_at: index === 11 ? new Date(now - DAY).toISOString() : null,
  }))
}

export const descriptionOf = (job: Job): string =>
  `<p>${job.company} moves things that matter. We are looking for a <strong>${job.title}</strong> to join a small team that owns what it ships.</p>
   <h3>What you will do</h3><ul><li>Build services that other teams rely on every day</li><li>Keep them observable and calm at night</li><li>Review designs and help others grow</li></ul>
   <h3>What you bring</h3><ul><li>Several years with a compiled language, Rust is a plus</li><li>PostgreSQL beyond the basics</li><li>Clear writing, in English or German</li></ul>
   <p>Questions? <a href="https://boards.example/about">Read about the team</a>.</p>`

const WEIGHTS: readonly [PartName, number][] = [
  ['title', 0.24], ['skills', 0.26], ['text', 0.18], ['level', 0.1], ['place', 0.12], ['pay', 0.06], ['freshness', 0.04],
]

export function makeMatch(job: Job, index: number, now: number): Match {
  const top = Math.max(0.22, 0.97 - index * 0.062)
  const parts: ScorePart[] = WEIGHTS.map(([name, weight], part) => ({
    name, weight, value: Math.min(1, Math.max(0.05, top + (((index * 7 + part * 5) % 11) - 5) / 22)),
  }))
  const score = parts.reduce((sum, part) => sum + part.value * part.weight, 0)
  const reasons: Reason[] = [
    { part: 'skills', kind: 'for', text: 'Asks for Rust and PostgreSQL, which you state', evidence: ['Rust', 'PostgreSQL'] },
    job.remote === 'on_site'
      ? { part: 'place', kind: 'against', text: `On site in ${job.location}`, evidence: [job.location] }
      : { part: 'place', kind: 'for', text: `${job.remote === 'remote' ? 'Remote' : 'Hybrid'}, as you prefer`, evidence: [job.location] },
    { part: 'title', kind: 'for', text: 'Close to your headline “Backend Engineer”', evidence: [job.title] },
    { part: 'skills', kind: 'missing', text: 'Kafka is asked for and not in your profile', evidence: ['Kafka'] },
  ]
  return {
    job_id: job.id, job_title: job.title, company: job.company, location: job.location, match_score: score,
    parts, reasons, url: job.url, posted_at: job.posted_at, scored_at: new Date(now).toISOString(),
  }
}

export function makeApplication(job: Job, no: number, now: number, change: Partial<Application> = {}): Application {
  return {
    id: id('0003', no), job_id: job.id, job_title: job.title, company: job.company, status: 'queued',
    reason: null, stage: 'none', next_step: 'The form is filled next.', next_action_at: null,
    progress: { step: '', percent: 0 }, auto_customize: true, follow_external_links: true, batch_id: null,
    evidence_level: null, created_at: new Date(now - 3_600_000).toISOString(), submitted_at: null,
    lastUpdate: new Date(now - no * 420_000).toISOString(), version: 1, ...change,
  }
}

export function makeApplications(jobs: Job[], now: number): Application[] {
  const sent = (days: number, change: Partial<Application>): Partial<Application> => ({
    status: 'submitted', evidence_level: 'verified', submitted_at: new Date(now - days * DAY).toISOString(),
    next_step: 'Waiting for the employer’s answer.', progress: { step: 'Sent', percent: 100 }, ...change,
  })
  const changes: Partial<Application>[] = [
    { status: 'preparing', progress: { step: 'Filling “Work authorization”', percent: 55 } },
    { status: 'ready', progress: { step: 'Filled', percent: 90 }, next_step: 'Look at the answers and approve.' },
    { status: 'draft', reason: { code: 'questions_open', message: 'The form asks 2 questions that only you can answer.' } },
    { status: 'unconfirmed', next_action_at: new Date(now + 240_000).toISOString(), next_step: 'Looking for a confirmation in your mailbox.' },
    sent(2, { stage: 'interview' }), sent(3, { stage: 'acknowledged' }), sent(9, { stage: 'rejected' }),
    { status: 'needs_review', reason: { code: 'no_confirmation', message: 'No confirmation came within two days.' } },
  ]
  return changes.map((change, index) => makeApplication(jobs[index] as Job, index + 1, now, change))
}

export function makeDetail(application: Application, job: Job, now: number): ApplicationDetail {
  const stated = new Date(now - 12 * DAY).toISOString()
  const field = (name: string, label: string, value: string | null, rest: object = {}) => ({
    field: name, label, kind: 'text', meaning: name, required: true, sensitive: false, options: [] as string[], value, document_id: null, origin: { from: 'profile', path: `basics.${name}` } as const, ...rest,
  })
  const open = application.status === 'draft'
  const answers = [
    field('name', 'Full name', 'Mara Lindqvist'), field('email', 'Email', 'mara@lindqvist.example'), field('phone', 'Phone', '+49 40 5550 1234'),
    field('resume', 'Resume/CV', 'Mara-Lindqvist-resume.pdf', { kind: 'file', document_id: ids.resume, origin: { from: 'document' } }),
    field('location', 'Where are you based?', 'Hamburg, Germany', { required: false }),
    field('authorization', 'Are you legally authorized to work in Germany?', open ? null : 'Yes', { kind: 'select', options: ['Yes', 'No'], sensitive: true, meaning: 'work_authorization', origin: open ? { from: 'unanswered', why: 'A legal question is answered only by what you stated yourself.' } : { from: 'bank', answer_id: id('0009', 1), stated_at: stated } }),
    field('why', `Why ${job.company}?`, open ? null : 'I have built payment systems that had to stay up, and I like that you publish how yours fail.', { kind: 'textarea', meaning: 'essay', origin: open ? { from: 'unanswered', why: 'Nothing in your profile says it.' } : { from: 'person' } }),
    field('source', 'How did you hear about us?', 'Company website', { required: false, kind: 'select', options: ['Company website', 'A friend', 'Other'], origin: { from: 'rule', rule: 'The posting was read on the company’s own board.' } }),
  ]
  const sent = application.status === 'submitted'
  return {
    application, job,
    snapshot: application.status === 'queued' ? null : { form_url: job.apply_url, answers, resume_id: ids.resume, cover_letter_id: ids.letter },
    snapshot_sha256: open || application.status === 'queued' ? null : '9f2c1d04ab77e6512c0f8a1b3d5e7f90112233445566778899aabbccddeeff00',
    evidence: sent ? [
      { id: id('0004', 1), kind: 'screenshot', summary: 'The page says “Thank you for applying”.', document_id: ids.screenshot, channel: 'web', recorded_at: application.submitted_at ?? '' },
      { id: id('0004', 2), kind: 'mail', summary: 'Acknowledgement from the employer’s own domain.', document_id: null, channel: 'email', recorded_at: application.submitted_at ?? '' },
    ] : [],
    attempts: sent || application.status === 'unconfirmed' || application.status === 'needs_review' ? [{ id: id('0005', 1), no: 1, armed_at: new Date(now - 400_000).toISOString(), released_at: new Date(now - 399_000).toISOString(), outcome: sent ? 'confirmed' : null }] : [],
    documents: [
      { id: ids.resume, kind: 'resume', file_name: 'Mara-Lindqvist-resume.pdf', media_type: 'application/pdf', size: 84_211 },
      { id: ids.letter, kind: 'cover_letter', file_name: 'Mara-Lindqvist-letter.pdf', media_type: 'application/pdf', size: 31_900 },
    ],
    observations: [], interviews: [], allowed: allowedFor(application.status),
  }
}

function allowedFor(status: State): ApplicationDetail['allowed'] {
  switch (status) {
    case 'ready': return ['approve', 'answer', 'cancel']
    case 'draft': return ['answer', 'cancel']
    case 'queued': case 'preparing': return ['cancel']
    case 'needs_review': return ['resolve_sent', 'resolve_not_sent']
    case 'failed_before_send': case 'rejected_by_form': return ['retry', 'answer', 'cancel']
    default: return []
  }
}

export function makeInterviews(applications: Application[], now: number): ListedInterview[] {
  const application = applications[4] as Application
  const start = new Date(now + 2 * DAY)
  start.setUTCHours(13, 30, 0, 0)
  const base = { application_id: application.id, observation_id: null, organizer: 'people@brightwater.example', cancelled: false, company: application.company, job_title: application.job_title }
  return [
    { ...base, id: id('0006', 1), uid: 'a1@brightwater.example', summary: 'Technical interview', starts_at: start.toISOString(), ends_at: new Date(start.getTime() + 3_600_000).toISOString(), time_zone: 'America/New_York', location: 'https://meet.example/kz-41' },
    { ...base, id: id('0006', 2), uid: 'a2@brightwater.example', summary: 'First talk', starts_at: new Date(now - 4 * DAY).toISOString(), ends_at: null, time_zone: 'Europe/Amsterdam', location: 'Phone' },
  ]
}

export function makeObservations(applications: Application[], now: number): Observation[] {
  const base = { channel: 'email' as const, observed_at: new Date(now - 3_000_000).toISOString() }
  return [
    { ...base, id: id('0007', 1), external_id: 'm1', sender: 'People team <people@brightwater.example>', subject: 'Invitation to a technical interview', excerpt: 'Hello Mara, we enjoyed reading your application and would like to invite you to a technical interview…', class: 'interview', confidence: 0.98, evidence: ['invite you to a technical interview'], application_id: applications[4]?.id ?? null, status: 'linked', stage: 'interview' },
    { ...base, id: id('0007', 2), external_id: 'm2', sender: 'no-reply@jobs-mailer.example', subject: 'Update on your application', excerpt: 'Thank you for your interest in the position of Software Engineer. Unfortunately we have decided…', class: 'rejection', confidence: 0.71, evidence: ['Unfortunately we have decided'], application_id: applications[5]?.id ?? null, status: 'suggested', stage: 'rejected', observed_at: new Date(now - 90_000_000).toISOString() },
  ]
}

export function makeSources(now: number): Source[] {
  const base = { enabled: true, problem: null, last_synced_at: new Date(now - 45_000).toISOString(), next_sync_at: new Date(now + 255_000).toISOString() }
  return [
    { ...base, id: id('0002', 1), kind: 'greenhouse', name: 'Halden Freight', url: 'https://boards.greenhouse.io/haldenfreight', health: 'healthy', open_jobs: 42 },
    { ...base, id: id('0002', 2), kind: 'lever', name: 'Nimbus Orchard', url: 'https://jobs.lever.co/nimbusorchard', health: 'healthy', open_jobs: 17 },
    { ...base, id: id('0002', 3), kind: 'ashby', name: 'Quillmark', url: 'https://jobs.ashbyhq.com/quillmark', health: 'limited', problem: 'The board asked us to slow down. It is read again in 12 minutes.', open_jobs: 9 },
    { ...base, id: id('0002', 4), kind: 'json_ld', name: 'Lindenhof Software', url: 'https://lindenhof.example/jobs', health: 'failing', problem: 'The page answered 503. It is tried again in 5 minutes.', open_jobs: 3 },
  ]
}

export const makeMailboxes = (now: number): Mailbox[] => [
  { id: id('0008', 1), kind: 'imap', name: 'mara@lindqvist.example', status: 'connected', problem: null, last_synced_at: new Date(now - 20_000).toISOString(), has_password: true },
]

export function makeAnalytics(now: number): Analytics {
  const daily = Array.from({ length: 30 }, (_, index) => ({
    day: new Date(now - (29 - index) * DAY).toISOString().slice(0, 10),
    applied: index < 12 ? 0 : (index * 5) % 7, answered: index < 15 ? 0 : (index * 3) % 4,
  }))
  return {
    matches: 318, applications: 61, applied: 54, answered: 19, response_rate: 19 / 54, interviews: 5, offers: 1, rejected: 13, median_hours_to_answer: 62.4,
    funnel: [['matched', 318], ['started', 61], ['applied', 54], ['acknowledged', 41], ['interview', 5], ['offer', 1]].map(([name, count]) => ({ name: String(name), count: Number(count) })),
    daily, counted_at: new Date(now).toISOString(),
  }
}

export function makeProfile(): Profile {
  return {
    resume: {
      basics: { name: 'Mara Lindqvist', label: 'Backend Engineer', email: 'mara@lindqvist.example', phone: '+49 40 5550 1234', url: 'https://lindqvist.example', summary: 'Backend engineer who likes systems that explain themselves.', location: { address: '', postalCode: '20095', city: 'Hamburg', countryCode: 'DE', region: 'Hamburg' }, profiles: [{ network: 'GitHub', username: 'maralind', url: 'https://github.example/maralind' }] },
      work: [
        { name: 'Ostwind Logistics', position: 'Backend Engineer', location: 'Hamburg', url: '', startDate: '2021-04', endDate: '', summary: 'Services for tracking freight.', highlights: ['Moved billing to Rust without downtime', 'Cut the nightly batch from 5 h to 20 min'] },
        { name: 'Feldgrau Media', position: 'Software Developer', location: 'Bremen', url: '', startDate: '2018-01', endDate: '2021-03', summary: '', highlights: ['Built the ad delivery API'] },
      ],
      volunteer: [], education: [{ institution: 'Hochschule Bremen', area: 'Computer Science', studyType: 'Bachelor', startDate: '2014', endDate: '2017', score: '1.7', courses: [] }],
      skills: [{ name: 'Languages', level: '', keywords: ['Rust', 'Go', 'SQL', 'TypeScript'] }, { name: 'Operations', level: '', keywords: ['PostgreSQL', 'Kubernetes', 'Linux'] }],
      languages: [{ language: 'German', fluency: 'Native' }, { language: 'English', fluency: 'Fluent' }], certificates: [], projects: [],
    },
    preferences: { titles: ['Backend Engineer', 'Platform Engineer'], places: ['Hamburg', 'Germany'], remote: 'preferred', levels: ['mid', 'senior'], pay_floor: { min: 60_000, max: null, currency: 'EUR', period: 'year' }, excluded_companies: [], excluded_words: ['Intern'] },
  }
}
