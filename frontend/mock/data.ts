/** Invented people, companies and postings for the mock server and the tests. */
import type { Analytics, Job, Mailbox, Match, PartName, Reason, ScorePart, Source } from '../src/types/api'
import { DAY, id } from './ids.ts'

/** [title, company, place, remote, level, pay from, tag] */
type Row = readonly [string, string, string, Job['remote'], Job['level'], number, string]
const ROWS: readonly Row[] = [
  ['Senior Backend Engineer, Payments', 'Halden Freight', 'Hamburg, Germany', 'hybrid', 'senior', 82_000, 'Rust'],
  ['Platform Engineer', 'Nimbus Orchard', 'Remote, Europe', 'remote', 'senior', 78_000, 'Kubernetes'],
  ['Rust Engineer, Streaming', 'Quillmark', 'Berlin, Germany', 'hybrid', 'mid', 70_000, 'Rust'],
  ['Software Engineer, Data Pipelines', 'Tessera Health', 'Remote', 'remote', 'mid', 68_000, 'PostgreSQL'],
  [
    'Staff Engineer, Reliability',
    'Brightwater Energy',
    'Amsterdam, Netherlands',
    'hybrid',
    'lead',
    98_000,
    'observability',
  ],
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
    title,
    company,
    location,
    places: [location],
    remote,
    level,
    employment_type: 'full_time',
    pay: index % 3 === 2 ? null : { min: from, max: from + 14_000, currency: 'EUR', period: 'year' },
    languages: location.includes('Germany') ? [{ language: 'de', required: index % 2 === 0 }] : [],
    visa: index % 4 === 1 ? 'sponsored' : null,
    clearance: index % 5 === 4 ? ['background'] : [],
    description: `${company} looks for a ${title}. You know ${tag}.`,
    language: title.includes('Entwickler') ? 'de' : title.includes('Ingeniera') ? 'es' : 'en',
    url: `https://boards.example/${index}`,
    apply_url: `https://boards.example/${index}/apply`,
    posted_at: new Date(now - index * 0.7 * DAY).toISOString(),
    valid_through: null,
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
  ['title', 0.24],
  ['skills', 0.26],
  ['text', 0.18],
  ['level', 0.1],
  ['place', 0.12],
  ['pay', 0.06],
  ['freshness', 0.04],
]

export function makeMatch(job: Job, index: number, now: number): Match {
  const top = Math.max(0.22, 0.97 - index * 0.062)
  const parts: ScorePart[] = WEIGHTS.map(([name, weight], part) => ({
    name,
    weight,
    value: Math.min(1, Math.max(0.05, top + (((index * 7 + part * 5) % 11) - 5) / 22)),
  }))
  const score = parts.reduce((sum, part) => sum + part.value * part.weight, 0)
  const reasons: Reason[] = [
    {
      part: 'skills',
      kind: 'for',
      text: 'Asks for Rust and PostgreSQL, which you state',
      evidence: ['Rust', 'PostgreSQL'],
    },
    job.remote === 'on_site'
      ? { part: 'place', kind: 'against', text: `On site in ${job.location}`, evidence: [job.location] }
      : {
          part: 'place',
          kind: 'for',
          text: `${job.remote === 'remote' ? 'Remote' : 'Hybrid'}, as you prefer`,
          evidence: [job.location],
        },
    { part: 'title', kind: 'for', text: 'Close to your headline “Backend Engineer”', evidence: [job.title] },
    { part: 'skills', kind: 'missing', text: 'Kafka is asked for and not in your profile', evidence: ['Kafka'] },
  ]
  return {
    job_id: job.id,
    job_title: job.title,
    company: job.company,
    location: job.location,
    match_score: score,
    parts,
    reasons,
    url: job.url,
    posted_at: job.posted_at,
    scored_at: new Date(now).toISOString(),
  }
}

export function makeSources(now: number): Source[] {
  const base = {
    enabled: true,
    problem: null,
    last_synced_at: new Date(now - 45_000).toISOString(),
    next_sync_at: new Date(now + 255_000).toISOString(),
  }
  return [
    {
      ...base,
      id: id('0002', 1),
      kind: 'greenhouse',
      name: 'Halden Freight',
      url: 'https://boards.greenhouse.io/haldenfreight',
      health: 'healthy',
      open_jobs: 42,
    },
    {
      ...base,
      id: id('0002', 2),
      kind: 'lever',
      name: 'Nimbus Orchard',
      url: 'https://jobs.lever.co/nimbusorchard',
      health: 'healthy',
      open_jobs: 17,
    },
    {
      ...base,
      id: id('0002', 3),
      kind: 'ashby',
      name: 'Quillmark',
      url: 'https://jobs.ashbyhq.com/quillmark',
      health: 'limited',
      problem: 'The board asked us to slow down. It is read again in 12 minutes.',
      open_jobs: 9,
    },
    {
      ...base,
      id: id('0002', 4),
      kind: 'json_ld',
      name: 'Lindenhof Software',
      url: 'https://lindenhof.example/jobs',
      health: 'failing',
      problem: 'The page answered 503. It is tried again in 5 minutes.',
      open_jobs: 3,
    },
  ]
}

export const makeMailboxes = (now: number): Mailbox[] => [
  {
    id: id('0008', 1),
    kind: 'imap',
    name: 'mara@lindqvist.example',
    status: 'connected',
    problem: null,
    last_synced_at: new Date(now - 20_000).toISOString(),
    has_password: true,
  },
]

export function makeAnalytics(now: number): Analytics {
  const daily = Array.from({ length: 30 }, (_, index) => ({
    day: new Date(now - (29 - index) * DAY).toISOString().slice(0, 10),
    applied: index < 12 ? 0 : (index * 5) % 7,
    answered: index < 15 ? 0 : (index * 3) % 4,
  }))
  return {
    matches: 318,
    applications: 61,
    applied: 54,
    answered: 19,
    response_rate: 19 / 54,
    interviews: 5,
    offers: 1,
    rejected: 13,
    median_hours_to_answer: 62.4,
    funnel: [
      ['matched', 318],
      ['started', 61],
      ['applied', 54],
      ['acknowledged', 41],
      ['interview', 5],
      ['offer', 1],
    ].map(([name, count]) => ({ name: String(name), count: Number(count) })),
    daily,
    counted_at: new Date(now).toISOString(),
  }
}
