/**
 * A server of the test that speaks Jobwire's protocol out of the mock world and says far more than the real one
 * ever would. What it says it also answers over HTTP, so that the page can be compared with it at the end.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type WebSocket, WebSocketServer } from 'ws'

import { ok } from '../../mock/answers.ts'
import { makeMatch } from '../../mock/data.ts'
import { DAY, id } from '../../mock/ids.ts'
import { World } from '../../mock/world.ts'
import { byScore } from '../../src/lib/byScore.ts'
import type { HealthUpdate, Job, Observation, Source } from '../../src/types/api'
import type { ClientFrame, Envelope, EventType } from '../../src/types/events'

const DIST = fileURLToPath(new URL('../../dist', import.meta.url))
const KINDS: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' }
/** A busy person's list: more than the page shows at once, less than it keeps. */
const JOBS = 300
/** Events are made in small portions, as a server reads them off its log. */
const PORTION_EVERY_MS = 10
const SERVICES = ['browser', 'database', 'mail', 'realtime', 'sources', 'tasks']
const STEPS = ['Reading the form', 'Attaching the resume', 'Filling “Why us?”', 'Checking every field']

export class FloodServer {
  readonly world = new World()
  /** How many events of each type were sent. */
  readonly said = new Map<EventType, number>()
  /** How often a page connected. */
  connections = 0
  private readonly log: Envelope[] = []
  private readonly start = this.world.seq
  health: HealthUpdate[] = SERVICES.map((service) => ({ service, status: 'healthy', message: '' }))

  private constructor(
    private readonly http: Server,
    readonly url: string,
  ) {
    const { world } = this
    const rows = world.jobs
    world.jobs = Array.from({ length: JOBS }, (_, index) => {
      const row = rows[index % rows.length] as Job
      return { ...row, id: id('0001', index + 1), title: `${row.title} ${index + 1}`, closed_at: null }
    })
    world.matches = world.jobs.map((job, index) => makeMatch(job, index % 12, world.now)).sort(byScore)
    world.onEvent((event) => {
      if (event.seq) this.log.push(event)
      this.said.set(event.type, (this.said.get(event.type) ?? 0) + 1)
    })
    this.tellHealth()
  }

  static async begin(): Promise<FloodServer> {
    const http = createServer()
    await new Promise<void>((ready) => http.listen(0, '127.0.0.1', ready))
    const address = http.address()
    if (!address || typeof address === 'string') throw new Error('The flood has no port.')
    const flood = new FloodServer(http, `http://localhost:${address.port}`)
    http.on('request', (request, response) => void flood.answer(request, response))
    const sockets = new WebSocketServer({ noServer: true })
    http.on('upgrade', (request, socket, head) => {
      if (request.url?.startsWith('/ws/realtime/'))
        sockets.handleUpgrade(request, socket, head, (open) => flood.serve(open))
    })
    return flood
  }

  stop(): void {
    this.http.close()
    this.http.closeAllConnections()
  }

  /** Says so many events a second, of all types, for so long; gives how many there were. */
  async pour(perSecond: number, forMs: number): Promise<number> {
    const startedAt = performance.now()
    const wanted = Math.round((perSecond * forMs) / 1000)
    let made = 0
    while (made < wanted) {
      const due = Math.min(wanted, Math.floor(((performance.now() - startedAt) * perSecond) / 1000))
      for (; made < due; made += 1) this.sayOne(made)
      await pause(PORTION_EVERY_MS)
    }
    return made
  }

  private sayOne(no: number): void {
    const kind = no % 20
    if (kind < 8) this.scoreOne(no)
    else if (kind < 12) this.moveOne(no)
    else if (kind < 15) this.stepOne(no)
    else if (kind < 17) this.countOne(no)
    else if (kind === 17) this.checkOne(no)
    else if (kind === 18) this.observeOne(no)
    else this.sayTheRest(Math.floor(no / 20))
  }

  private scoreOne(no: number): void {
    const { world } = this
    const job = world.jobs[(no * 7) % JOBS] as Job
    const match = { ...makeMatch(job, (no * 5) % 12, Date.now()), match_score: ((no * 37) % 1000) / 1000 }
    world.matches = [...world.matches.filter(({ job_id }) => job_id !== job.id), match].sort(byScore)
    world.emit('job_match_update', { matches: [match], removed: [], scored: no % JOBS, total: JOBS, truncated: false })
  }

  private moveOne(no: number): void {
    const { world } = this
    const moved = world.applications[no % world.applications.length]
    const status = (['queued', 'preparing', 'ready', 'draft', 'submitted'] as const)[Math.floor(no / 3) % 5] ?? 'queued'
    if (moved) world.move(moved.id, { status, stage: status === 'submitted' ? 'acknowledged' : 'none', reason: null })
  }

  private stepOne(no: number): void {
    const { world } = this
    const running = world.applications.find(({ status }) => status === 'preparing') ?? world.applications[0]
    if (!running) return
    const progress = { step: STEPS[no % STEPS.length] ?? '', percent: no % 101 }
    world.applications = world.applications.map((it) => (it.id === running.id ? { ...it, progress } : it))
    world.emit('application_progress', {
      application_id: running.id,
      step_no: no % 40,
      ...progress,
      screenshot_id: null,
    })
  }

  private countOne(no: number): void {
    const { world } = this
    const counted_at = new Date(Date.now()).toISOString()
    world.analytics = { ...world.analytics, applied: no, interviews: no % 90, matches: no, counted_at }
    world.emit('analytics_update', world.analytics)
  }

  private checkOne(no: number): void {
    const service = SERVICES[Math.floor(no / 20) % SERVICES.length] ?? 'mail'
    const update: HealthUpdate = { service, status: 'degraded', message: `Look number ${no}` }
    this.health = this.health.map((known) => (known.service === service ? update : known))
    this.tellHealth()
    this.world.emit('health_update', update)
  }

  private tellHealth(): void {
    this.world.override('GET /system/health', ok({ healthy: false, services: this.health }))
  }

  private observeOne(no: number): void {
    const { world } = this
    const observation: Observation = {
      ...(world.observations[0] as Observation),
      id: id('0007', 10 + (Math.floor(no / 20) % 30)),
      subject: `Mail number ${no}`,
    }
    world.observations = [observation, ...world.observations.filter((known) => known.id !== observation.id)]
    world.emit('observation_recorded', { observation })
  }

  private sayTheRest(no: number): void {
    const { world } = this
    const application = world.applications[no % world.applications.length]
    if (!application) return
    const { id: application_id, job_id, status } = application
    const reason = { code: 'form_changed', message: `Because of ${no}` }
    const turns = [
      () => world.emit('system_notification', { level: 'info', title: `Notice ${no}`, message: 'Something happened.' }),
      () => world.emit('matching_stopped', { reason: 'user' }),
      () => world.emit('matching_started', { total: JOBS }),
      () => this.moveInterview(no),
      () => world.emit('application_completed', { application_id, job_id, evidence_level: 'verified' }),
      () => world.emit('application_failed', { application_id, job_id, status, reason }),
      () => world.emit('profile_updated', { version: world.profile.version }),
      () => world.emit('source_update', { ...(world.sources[0] as Source), open_jobs: no }),
      () => world.emit('batch_update', world.batch(id('000b', 1))),
    ]
    turns[no % turns.length]?.()
  }

  private moveInterview(no: number): void {
    const { world } = this
    const [first, ...rest] = world.interviews
    if (!first) return
    const interview = { ...first, starts_at: new Date(world.now + 3 * DAY + no * 60_000).toISOString(), ends_at: null }
    world.interviews = [interview, ...rest]
    world.emit('interview_scheduled', { interview, company: interview.company, job_title: interview.job_title })
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = request.url ?? '/'
    if (address.startsWith('/api/')) {
      const made = await this.world.handle(new Request(this.url + address, { method: request.method }))
      response.writeHead(made.status, Object.fromEntries(made.headers))
      response.end(Buffer.from(await made.arrayBuffer()))
      return
    }
    const file = path.join(DIST, path.normalize(new URL(address, this.url).pathname))
    const isFile = path.extname(file) !== '' && existsSync(file)
    response.setHeader('content-type', isFile ? (KINDS[path.extname(file)] ?? 'application/octet-stream') : 'text/html')
    response.end(readFileSync(isFile ? file : path.join(DIST, 'index.html')))
  }

  private serve(socket: WebSocket): void {
    const { world } = this
    const send = (frame: unknown) => socket.send(JSON.stringify(frame))
    let silence = () => {}
    this.connections += 1
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as ClientFrame
      if (frame.type === 'ping') send({ type: 'pong', seq: world.seq })
      if (frame.type !== 'subscribe') return
      const from = frame.cursor?.seq ?? world.seq
      send({ type: 'subscribed', cursor: { epoch: world.epoch, seq: from } })
      for (const event of this.log.slice(from - this.start)) send(event)
      silence = world.onEvent(send)
    })
    socket.on('close', () => silence())
  }
}
