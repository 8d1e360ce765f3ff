/**
 * A small Jobwire in memory: answers the HTTP API and makes events, for looking at the front end
 * without a server and for its tests. It is not the product and is never part of the build.
 */

import { byScore } from '../src/lib/byScore.ts'
import type {
  ApiToken,
  Application,
  Autopilot,
  Batch,
  Feedback,
  Job,
  Match,
  Observation,
  ProfileAnswer,
  RunStep,
} from '../src/types/api'
import type { Envelope, EventData, EventType } from '../src/types/events'
import { type Answer, type Handler, ok, problem } from './answers.ts'
import { makeApplication, makeApplications, makeInterviews, makeObservations } from './applications.ts'
import { makeAutopilot } from './autopilot.ts'
import { batchRoutes, makeBatch } from './batches.ts'
import { makeAnalytics, makeJobs, makeMailboxes, makeMatch, makeSources } from './data.ts'
import { ids } from './ids.ts'
import { matchingRoutes } from './matching.ts'
import { makeProfile } from './profile.ts'
import { Readings, readingRoutes } from './readings.ts'
import { accountRoutes, applicationRoutes, jobRoutes } from './routes.ts'
import { trackingRoutes } from './tracking.ts'

export { problem } from './answers.ts'

const DURABLE = new Set<EventType>([
  'matching_started',
  'matching_stopped',
  'job_match_update',
  'application_status_change',
  'application_completed',
  'application_failed',
  'batch_update',
  'interview_scheduled',
  'system_notification',
  'observation_recorded',
  'profile_updated',
  'second_reading_update',
])

export interface WorldOptions {
  now?: number
  signedIn?: boolean
  /** Nothing happened yet: no jobs, no applications. */
  empty?: boolean
}

export class World {
  readonly now: number
  seq = 10
  epoch = 'mock'
  signedIn: boolean
  matching = true
  jobs: Job[]
  matches: Match[]
  feedback: Feedback[] = []
  /** Ids of jobs that are one vacancy. */
  vacancy: string[] = []
  applications: Application[]
  steps = new Map<string, RunStep[]>()
  profile: ProfileAnswer
  tokens: ApiToken[] = []
  /** Why the browser does not start; it does while this is empty. */
  browserTrouble = ''
  autopilot: Autopilot = makeAutopilot()
  readonly readings = new Readings(this)
  sources
  interviews
  observations: Observation[]
  mailboxes
  analytics
  /** The requests that were answered, as "METHOD /path". */
  readonly log: { method: string; path: string; body: Record<string, unknown> }[] = []
  private readonly listeners = new Set<(event: Envelope) => void>()
  private readonly routes = [
    ...accountRoutes(this),
    ...jobRoutes(this),
    ...matchingRoutes(this),
    ...readingRoutes(this),
    ...batchRoutes(this),
    ...applicationRoutes(this),
    ...trackingRoutes(this),
  ]
  /** Since when a batch is paused. */
  private readonly paused = new Map<string, string>()
  private readonly overrides = new Map<string, Answer>()
  private readonly held = new Map<string, Promise<void>>()

  constructor({ now = Date.now(), signedIn = true, empty = false }: WorldOptions = {}) {
    this.now = now
    this.signedIn = signedIn
    this.jobs = empty ? [] : makeJobs(now)
    this.matches = this.jobs
      .filter((job) => !job.closed_at)
      .map((job, index) => makeMatch(job, index, now))
      .sort(byScore)
    this.applications = empty ? [] : makeApplications(this.jobs, now)
    this.matching = !empty
    this.sources = empty ? [] : makeSources(now)
    this.interviews = empty ? [] : makeInterviews(this.applications, now)
    this.observations = empty ? [] : makeObservations(this.applications, now)
    this.mailboxes = empty ? [] : makeMailboxes(now)
    this.analytics = makeAnalytics(now)
    this.profile = {
      profile: makeProfile(),
      version: 3,
      resume_document_id: empty ? null : ids.resume,
      updated_at: new Date(now).toISOString(),
    }
    const running = this.applications[0]
    if (running) this.steps.set(running.id, this.makeSteps(5))
  }

  makeSteps(count: number): RunStep[] {
    const names = [
      'Opening the posting',
      'Following the Apply link',
      'Reading the form',
      'Attaching the resume',
      'Filling “Work authorization”',
      'Filling “Why us?”',
      'Checking every field',
    ]
    return names.slice(0, count).map((step, index) => ({
      no: index + 1,
      run_no: 1,
      at: new Date(this.now - (count - index) * 4000).toISOString(),
      step,
      detail: index === 2 ? '14 fields, 9 of them required' : '',
      percent: (index + 1) * 11,
      screenshot_id: index > 0 ? ids.screenshot : null,
    }))
  }

  /** Makes a route fail or answer differently until it is set again with null. */
  override(route: string, answer: Answer | null): void {
    if (answer) this.overrides.set(route, answer)
    else this.overrides.delete(route)
  }

  /** Makes a route wait until what is returned is called. */
  hold(route: string): () => void {
    let release = () => {}
    this.held.set(route, new Promise((resolve) => (release = resolve)))
    return () => {
      this.held.delete(route)
      release()
    }
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
    const after: Application = {
      ...before,
      ...change,
      version: before.version + 1,
      lastUpdate: new Date(Date.now()).toISOString(),
    }
    this.applications = [after, ...this.applications.filter((item) => item.id !== id)]
    this.emit('application_status_change', {
      application_id: id,
      job_id: after.job_id,
      status: after.status,
      previous_status: before.status,
      stage: after.stage,
      previous_stage: before.stage,
      source: 'system',
      reason: after.reason,
      version: after.version,
    })
    if (after.batch_id) this.emit('batch_update', this.batch(after.batch_id))
    return after
  }

  /** The batches there are, newest first. */
  batchIds(): string[] {
    return [...new Set(this.applications.flatMap(({ batch_id }) => batch_id ?? []))].sort().reverse()
  }

  membersOf(batchId: string): Application[] {
    return this.applications.filter(({ batch_id }) => batch_id === batchId)
  }

  batch(id: string): Batch {
    return makeBatch(id, this.membersOf(id), this.paused.get(id) ?? null)
  }

  /** Pauses a batch, or goes on with it; what is in line says why it waits. */
  pauseBatch(id: string, at: string | null): Batch {
    if (at) this.paused.set(id, at)
    else this.paused.delete(id)
    const reason = at ? { code: 'paused', message: 'Its batch is paused. It goes on when you resume the batch.' } : null
    for (const { id: member, status } of this.membersOf(id)) if (status === 'queued') this.move(member, { reason })
    this.emit('batch_update', this.batch(id))
    return this.batch(id)
  }

  async handle(request: Request): Promise<Response> {
    const url = new URL(request.url)
    const path = url.pathname.replace(/^\/api\/v1/, '')
    const text =
      request.method === 'GET' || request.headers.get('content-type')?.startsWith('multipart')
        ? ''
        : await request.text()
    const body = (text ? JSON.parse(text) : {}) as Record<string, unknown>
    this.log.push({ method: request.method, path, body })
    await this.held.get(`${request.method} ${path}`)
    const { status, json, svg, pdf } = this.answer(request.method, path, body, url.searchParams)
    if (pdf) return new Response(pdf, { status, headers: { 'content-type': 'application/pdf' } })
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

  application(id: string | undefined): Application {
    const found = this.applications.find((item) => item.id === id)
    if (!found) throw new Error(`no application ${id}`)
    return found
  }

  begin(jobId: unknown, batchId: string | null): Application {
    const known = this.applications.find((item) => item.job_id === jobId)
    if (known) return known
    const job = this.jobs.find((item) => item.id === jobId) as Job
    const application = makeApplication(job, 100 + this.applications.length, Date.now(), {
      batch_id: batchId,
      lastUpdate: new Date(Date.now()).toISOString(),
    })
    this.applications = [application, ...this.applications]
    return application
  }

  /** A route that moves an application. */
  act(change: (application: Application) => Partial<Application>): Handler {
    return ({ params }) => {
      const application = this.application(params[0])
      return ok({ success: true, application: this.move(application.id, change(application)) })
    }
  }

  observe(id: string | undefined, change: Partial<Observation>): Answer {
    this.observations = this.observations.map((item) => (item.id === id ? { ...item, ...change } : item))
    return ok({ observation: this.observations.find((item) => item.id === id) })
  }
}

function match(route: string, wanted: string): string[] | null {
  const pattern = new RegExp(`^${route.replaceAll(/:\w+/g, '([^/]+)')}$`)
  return pattern.exec(wanted)?.slice(1) ?? null
}
