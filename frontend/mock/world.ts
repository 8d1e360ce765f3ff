/**
 * A small Jobwire in memory: answers the HTTP API and makes events, for looking at the front end
 * without a server and for its tests. It is not the product and is never part of the build.
 */
import type { Application, ApiToken, Job, Match, Observation, ProfileAnswer, RunStep } from '../src/types/api'
import type { Envelope, EventData, EventType } from '../src/types/events'
import {
  descriptionOf, ids, makeAnalytics, makeApplication, makeApplications, makeDetail, makeInterviews,
  makeJobs, makeMailboxes, makeMatch, makeObservations, makeProfile, makeSources,
} from './data.ts'

const DURABLE = new Set<EventType>([
  'matching_started', 'matching_stopped', 'job_match_update', 'application_status_change', 'application_completed',
  'application_failed', 'interview_scheduled', 'system_notification', 'observation_recorded', 'profile_updated',
])

export interface WorldOptions {
  now?: number
  signedIn?: boolean
  /** Nothing happened yet: no jobs, no applications. */
  empty?: boolean
}

type Answer = { status: number; json?: unknown; svg?: string }
type Handler = (input: { params: string[]; body: Record<string, unknown>; query: URLSearchParams }) => Answer

const ok = (json: unknown, status = 200): Answer => ({ status, json })
const gone: Answer = { status: 204 }
export const problem = (status: number, slug: string, detail: string, errors?: { field: string; message: string }[]): Answer =>
  ({ status, json: { type: `/problems/${slug}`, slug, title: slug.replaceAll('-', ' '), status, detail, errors } })
const page = <T>(items: T[]) => ok({ items, next_cursor: null })

export class World {
  readonly now: number
  seq = 10
  epoch = 'mock'
  signedIn: boolean
  matching = true
  jobs: Job[]
  matches: Match[]
  applications: Application[]
  steps = new Map<string, RunStep[]>()
  profile: ProfileAnswer
  tokens: ApiToken[] = []
  sources; interviews; observations: Observation[]; mailboxes; analytics
  /** The requests that were answered, as "METHOD /path". */
  readonly log: { method: string; path: string; body: Record<string, unknown> }[] = []
  private readonly listeners = new Set<(event: Envelope) => void>()
  private readonly overrides = new Map<string, Answer>()

  constructor({ now = Date.now(), signedIn = true, empty = false }: WorldOptions = {}) {
    this.now = now
    this.signedIn = signedIn
    this.jobs = empty ? [] : makeJobs(now)
    this.matches = this.jobs.filter((job) => !job.closed_at).map((job, index) => makeMatch(job, index, now)).sort((a, b) => b.match_score - a.match_score)
    this.applications = empty ? [] : makeApplications(this.jobs, now)
    this.matching = !empty
    this.sources = empty ? [] : makeSources(now)
    this.interviews = empty ? [] : makeInterviews(this.applications, now)
    this.observations = empty ? [] : makeObservations(this.applications, now)
    this.mailboxes = empty ? [] : makeMailboxes(now)
    this.analytics = makeAnalytics(now)
    this.profile = { profile: makeProfile(), version: 3, resume_document_id: empty ? null : ids.resume, updated_at: new Date(now).toISOString() }
    const running = this.applications[0]
    if (running) this.steps.set(running.id, this.makeSteps(5))
  }

  private makeSteps(count: number): RunStep[] {
    const names = ['Opening the posting', 'Following the Apply link', 'Reading the form', 'Attaching the resume', 'Filling “Work authorization”', 'Filling “Why us?”', 'Checking every field']
    return names.slice(0, count).map((step, index) => ({ no: index + 1, run: 1, at: new Date(this.now - (count - index) * 4000).toISOString(), step, detail: index === 2 ? '14 fields, 9 of them required' : null, percent: (index + 1) * 11, screenshot_id: index > 0 ? ids.screenshot : null }))
  }

  /** Makes a route fail or answer differently until it is set again with null. */
  override(route: string, answer: Answer | null): void {
    if (answer) this.overrides.set(route, answer)
    else this.overrides.delete(route)
  }

  onEvent(listener: (event: Envelope) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  emit<T extends EventType>(type: T, data: EventData[T]): Envelope {
    const at = new Date(Date.now()).toISOString()
    const event = (DURABLE.has(type) ? { type, seq: ++this.seq, at, data } : { type, at, data }) as Envelope
    for (const listener of this.listeners) listener(event)
    return event
  }

  /** Moves an application and says so. */
  move(id: string, change: Partial<Application>): Application {
    const before = this.application(id)
    const after: Application = { ...before, ...change, version: before.version + 1, lastUpdate: new Date(Date.now()).toISOString() }
    this.applications = [after, ...this.applications.filter((item) => item.id !== id)]
    this.emit('application_status_change', {
      application_id: id, job_id: after.job_id, status: after.status, previous_status: before.status,
      stage: after.stage, previous_stage: before.stage, source: 'system', reason: after.reason, version: after.version,
    })
    return after
  }

  async handle(request: Request): Promise<Response> {
    const url = new URL(request.url)
    const path = url.pathname.replace(/^\/api\/v1/, '')
    const text = request.method === 'GET' || request.headers.get('content-type')?.startsWith('multipart') ? '' : await request.text()
    const body = (text ? JSON.parse(text) : {}) as Record<string, unknown>
    this.log.push({ method: request.method, path, body })
    const { status, json, svg } = this.answer(request.method, path, body, url.searchParams)
    if (svg) return new Response(svg, { status, headers: { 'content-type': 'image/svg+xml' } })
    const headers = { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json' }
    return json === undefined ? new Response(null, { status }) : new Response(JSON.stringify(json), { status, headers })
  }

  private answer(method: string, path: string, body: Record<string, unknown>, query: URLSearchParams): Answer {
    const fixed = this.overrides.get(`${method} ${path}`)
    if (fixed) return fixed
    if (!this.signedIn && !path.startsWith('/auth/')) return problem(401, 'not-signed-in', 'Log in first.')
    for (const [route, handler] of this.routes) {
      const found = match(route, `${method} ${path}`)
      if (found) return handler({ params: found, body, query })
    }
    return problem(404, 'not-found', `There is no ${method} ${path}.`)
  }

  private application(id: string | undefined): Application {
    const found = this.applications.find((item) => item.id === id)
    if (!found) throw new Error(`no application ${id}`)
    return found
  }

  private begin(jobId: unknown, batchId: string | null): Application {
    const known = this.applications.find((item) => item.job_id === jobId)
    if (known) return known
    const job = this.jobs.find((item) => item.id === jobId) as Job
    const application = makeApplication(job, 100 + this.applications.length, Date.now(), { batch_id: batchId, lastUpdate: new Date(Date.now()).toISOString() })
    this.applications = [application, ...this.applications]
    return application
  }

  private readonly act = (change: (application: Application) => Partial<Application>): Handler => ({ params }) => {
    const application = this.application(params[0])
    return ok({ success: true, application: this.move(application.id, change(application)) })
  }

  private readonly routes: [string, Handler][] = [
    ['GET /auth/me', () => (this.signedIn ? ok({ user: { id: ids.user, email: 'mara@lindqvist.example', created_at: new Date(this.now).toISOString() }, demo: true }) : problem(401, 'not-signed-in', 'Log in first.'))],
    ['POST /auth/login', ({ body }) => {
      if (body.password === 'wrong password') return problem(401, 'wrong-credentials', 'This email and password do not belong together.')
      this.signedIn = true
      return ok({ user: { id: ids.user, email: body.email, created_at: new Date(this.now).toISOString() } })
    }],
    ['POST /auth/register', ({ body }) => {
      if (body.email === 'taken@example.org') return problem(409, 'email-taken', 'There is an account with this address.', [{ field: 'email', message: 'This address has an account. Log in instead.' }])
      this.signedIn = true
      return ok({ user: { id: ids.user, email: body.email, created_at: new Date(this.now).toISOString() } }, 201)
    }],
    ['POST /auth/logout', () => { this.signedIn = false; return gone }],
    ['GET /auth/tokens', () => ok({ items: this.tokens })],
    ['POST /auth/tokens', ({ body }) => {
      const token: ApiToken = { id: `token-${this.tokens.length + 1}`, name: String(body.name), created_at: new Date(this.now).toISOString(), last_used_at: null }
      this.tokens = [...this.tokens, token]
      return ok({ ...token, token: 'jw_4f0e1c2d3b4a59687' }, 201)
    }],
    ['DELETE /auth/tokens/:id', ({ params }) => { this.tokens = this.tokens.filter((token) => token.id !== params[0]); return gone }],
    ['GET /profile', () => ok(this.profile)],
    ['PUT /profile', ({ body }) => {
      if (body.version !== this.profile.version) return problem(409, 'stale-version', 'The profile was changed elsewhere. Take the newer one and make your change again.')
      this.profile = { ...this.profile, profile: body.profile as ProfileAnswer['profile'], version: this.profile.version + 1 }
      this.emit('profile_updated', { version: this.profile.version })
      return ok(this.profile)
    }],
    ['POST /profile/resume', () => {
      this.profile = { ...this.profile, profile: makeProfile(), version: this.profile.version + 1, resume_document_id: ids.resume }
      return ok({ profile: this.profile.profile, version: this.profile.version, warnings: ['The dates of your second position could not be read.'], document_id: ids.resume })
    }],
    ['GET /answers', () => ok({ items: [{ id: 'answer-1', question: 'Are you legally authorized to work in Germany?', meaning: 'work_authorization', country: 'DE', text: 'Yes', stated_at: new Date(this.now).toISOString() }] })],
    ['PUT /answers', () => ok({})],
    ['DELETE /answers/:id', () => gone],
    ['GET /jobs', ({ query }) => page(this.jobs.filter((job) => fits(job, query)))],
    ['GET /jobs/:id', ({ params }) => {
      const job = this.jobs.find((item) => item.id === params[0])
      if (!job) return problem(404, 'no-such-job', 'This job is not known. It may have been removed with its source.')
      return ok({ job, match: this.matches.find((item) => item.job_id === job.id) ?? null, application: this.applications.find((item) => item.job_id === job.id) ?? null, description_html: descriptionOf(job) })
    }],
    ['GET /sources', () => page(this.sources)],
    ['POST /sources', ({ body }) => {
      if (String(body.url).includes('linkedin')) return problem(422, 'automation-forbidden', 'This site forbids automated reading.', [{ field: 'url', message: 'This site forbids automated reading. Use the employer’s own careers page.' }])
      const source = { ...makeSources(this.now)[0], id: `source-${this.sources.length + 1}`, name: 'Corvid Mapping', url: String(body.url), health: 'new' as const, last_synced_at: null, open_jobs: 0 } as World['sources'][number]
      this.sources = [...this.sources, source]
      return ok(source, 201)
    }],
    ['DELETE /sources/:id', ({ params }) => { this.sources = this.sources.filter((source) => source.id !== params[0]); return gone }],
    ['POST /sources/:id/sync', () => ok({}, 202)],
    ['POST /matching/start', () => {
      this.matching = true
      this.emit('matching_started', { total: this.jobs.length })
      return ok({ is_matching: true, total: this.jobs.length }, 202)
    }],
    ['POST /matching/stop', () => {
      this.matching = false
      this.emit('matching_stopped', { reason: 'user' })
      return ok({ is_matching: false })
    }],
    ['GET /matching/status', () => ok({ is_matching: this.matching, scored: this.matches.length, total: this.jobs.length, started_at: new Date(this.now).toISOString() })],
    ['GET /matching/scores', () => page(this.matches)],
    ['POST /matching/feedback', ({ body }) => {
      if (body.verdict === 'hide') this.matches = this.matches.filter((item) => item.job_id !== body.job_id)
      if (body.verdict === 'undo') this.matches = this.jobs.map((job, index) => makeMatch(job, index, this.now)).sort((a, b) => b.match_score - a.match_score)
      return gone
    }],
    ['POST /applications/apply', ({ body }) => ok({ success: true, application: this.begin(body.job_id, null) }, 201)],
    ['POST /applications/batch', ({ body }) => ok({ batch_id: 'batch-1', applications: (body.job_ids as string[]).map((jobId) => this.begin(jobId, 'batch-1')) }, 202)],
    ['GET /applications', () => page(this.applications)],
    ['GET /applications/:id', ({ params }) => {
      const application = this.applications.find((item) => item.id === params[0])
      if (!application) return problem(404, 'no-such-application', 'This application is not known.')
      const job = this.jobs.find((item) => item.id === application.job_id) as Job
      const own = { observations: this.observations.filter((item) => item.application_id === application.id), interviews: this.interviews.filter((item) => item.application_id === application.id) }
      return ok({ ...makeDetail(application, job, this.now), ...own })
    }],
    ['GET /applications/:id/steps', ({ params }) => ok({ items: this.steps.get(String(params[0])) ?? (this.application(params[0]).status === 'queued' ? [] : this.makeSteps(7)) })],
    ['POST /applications/:id/approve', this.act(() => ({ status: 'submitting' }))],
    ['POST /applications/:id/answers', this.act(() => ({ status: 'queued', reason: null }))],
    ['POST /applications/:id/cancel', this.act(() => ({ status: 'cancelled' }))],
    ['POST /applications/:id/retry', this.act(() => ({ status: 'queued' }))],
    ['POST /applications/:id/resolve', ({ params, body }) => this.act(() => (body.outcome === 'sent' ? { status: 'submitted', evidence_level: 'by_you', reason: null } : { status: body.outcome === 'drop' ? 'cancelled' : 'queued', reason: null }))({ params, body, query: new URLSearchParams() })],
    ['GET /documents/:id', ({ params }) => ({ status: 200, svg: picture(String(params[0])) })],
    ['GET /tracking/summary', () => ok({ total: this.applications.length, by_state: tally(this.applications.map((item) => item.status)), by_stage: tally(this.applications.map((item) => item.stage)), waiting_for_you: 3 })],
    ['GET /tracking/events', ({ query }) => page([
      { at: new Date(this.now - 60_000).toISOString(), source: 'system', kind: 'application_status_change', title: 'The form is being filled', detail: null, application_id: query.get('application_id') ?? this.applications[0]?.id ?? null },
      { at: new Date(this.now - 3_000_000).toISOString(), source: 'email', kind: 'observation', title: 'Invitation to a technical interview', detail: 'people@brightwater.example', application_id: query.get('application_id') ?? this.applications[4]?.id ?? null },
    ].filter((event) => event.application_id))],
    ['GET /mailboxes', () => ok({ items: this.mailboxes })],
    ['POST /mailboxes', ({ body }) => {
      if (body.host === 'bad.example') return problem(422, 'mailbox-refused', 'The server refused the login.', [{ field: 'password', message: 'The server refused this password.' }])
      this.mailboxes = [...this.mailboxes, { id: `mailbox-${this.mailboxes.length + 1}`, kind: body.kind as 'imap', name: String(body.username ?? body.path), status: 'new', problem: null, last_synced_at: null, has_password: true }]
      return ok({}, 201)
    }],
    ['DELETE /mailboxes/:id', ({ params }) => { this.mailboxes = this.mailboxes.filter((mailbox) => mailbox.id !== params[0]); return gone }],
    ['POST /mailboxes/:id/sync', () => ok({}, 202)],
    ['GET /observations', () => page(this.observations)],
    ['POST /observations/:id/confirm', ({ params, body }) => this.observe(params[0], { status: 'confirmed', application_id: String(body.application_id) })],
    ['POST /observations/:id/dismiss', ({ params }) => this.observe(params[0], { status: 'dismissed' })],
    ['GET /interviews', () => page(this.interviews)],
    ['GET /analytics', () => ok(this.analytics)],
    ['GET /system/health', () => ok({ healthy: true, services: ['browser', 'database', 'mail', 'realtime', 'sources', 'tasks'].map((service) => ({ service, status: 'healthy', message: '' })) })],
    ['GET /snapshot', () => ok({
      cursor: { epoch: this.epoch, seq: this.seq }, user: { id: ids.user, email: 'mara@lindqvist.example', created_at: new Date(this.now).toISOString() },
      profile_version: this.profile.version, is_matching: this.matching, matches: this.matches, applications: this.applications, interviews: this.interviews, analytics: this.analytics,
    })],
  ]

  private observe(id: string | undefined, change: Partial<Observation>): Answer {
    this.observations = this.observations.map((item) => (item.id === id ? { ...item, ...change } : item))
    return ok({ observation: this.observations.find((item) => item.id === id) })
  }
}

function match(route: string, wanted: string): string[] | null {
  const pattern = new RegExp(`^${route.replaceAll(/:\w+/g, '([^/]+)')}$`)
  return pattern.exec(wanted)?.slice(1) ?? null
}

function fits(job: Job, query: URLSearchParams): boolean {
  const q = query.get('q')?.toLowerCase()
  const open = query.get('open')
  return (!q || `${job.title} ${job.company}`.toLowerCase().includes(q)) &&
    (!open || (open === 'true') === (job.closed_at === null)) &&
    (!query.get('remote') || job.remote === query.get('remote')) &&
    (!query.get('source_id') || job.source_id === query.get('source_id'))
}

function tally(wordsOf: string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of wordsOf) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

/** A page with a form, as a picture. */
function picture(seed: string): string {
  const rows = Array.from({ length: 7 }, (_, row) => `<rect x="60" y="${150 + row * 74}" width="${120 + ((row * 53 + seed.length) % 110)}" height="12" rx="3" fill="#8a949a"/><rect x="60" y="${170 + row * 74}" width="520" height="36" rx="6" fill="#fff" stroke="#cfd5d8"/><rect x="74" y="${183 + row * 74}" width="${150 + ((row * 97) % 230)}" height="10" rx="3" fill="#3f484d"/>`).join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 700"><rect width="800" height="700" fill="#f5f7f8"/><rect width="800" height="84" fill="#123a5a"/><rect x="60" y="32" width="180" height="20" rx="4" fill="#fff"/><rect x="60" y="108" width="300" height="18" rx="4" fill="#1d2a33"/>${rows}</svg>`
}
