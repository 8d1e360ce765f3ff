/** Second readings in the mock world: a model that reads when the test says so. */
import type { ReadingOutcome, SecondReading } from '../src/types/api'
import { gone, ok, problem, type Routes } from './answers.ts'
import type { World } from './world.ts'

const MODEL = 'llama3.2'
const TOP = 5

export class Readings {
  /** The model that is set up; null for none. */
  model: string | null = MODEL
  items: SecondReading[] = []

  constructor(private readonly world: World) {}

  all() {
    return { model: this.model, top: TOP, items: this.items }
  }

  ask(jobId: string): void {
    const known = this.items.find(({ job_id }) => job_id === jobId)
    if (known && ['waiting', 'reading'].includes(known.outcome.state)) return
    this.items = this.items.filter(({ job_id }) => job_id !== jobId)
    const asked_at = new Date(this.world.now).toISOString()
    const reading = { job_id: jobId, model: MODEL, asked_at, outcome: { state: 'waiting' as const }, is_stale: false }
    this.items = [reading, ...this.items]
  }

  /** Moves a reading and says so. */
  move(jobId: string, outcome: ReadingOutcome, is_stale = false): void {
    if (!this.items.some(({ job_id }) => job_id === jobId)) this.ask(jobId)
    this.items = this.items.map((one) => (one.job_id === jobId ? { ...one, outcome, is_stale } : one))
    this.world.emit('second_reading_update', { job_id: jobId, state: outcome.state })
  }

  drop(fits: (reading: SecondReading) => boolean): void {
    const gone = this.items.filter(fits)
    this.items = this.items.filter((one) => !fits(one))
    for (const { job_id } of gone) this.world.emit('second_reading_update', { job_id, state: null })
  }
}

/** What an honest model finds. */
export function makeRead(world: World): ReadingOutcome {
  return {
    state: 'read',
    read_at: new Date(world.now).toISOString(),
    points: [
      {
        kind: 'for',
        text: 'The posting asks for PostgreSQL, and your profile names it.',
        quote: 'You run PostgreSQL in production',
        statement: 'Skills: PostgreSQL',
      },
      {
        kind: 'against',
        text: 'Your profile does not state Kubernetes.',
        quote: 'Kubernetes is what everything runs on',
        statement: null,
      },
      { kind: 'open', text: 'How is on call work paid?', quote: 'on call every fourth week', statement: null },
    ],
    left_out: 1,
  }
}

export const readingRoutes = (world: World): Routes => {
  const asked = (ids: string[]) => {
    if (!world.readings.model) return problem(409, 'no-language-model', 'No language model is set up on this server.')
    for (const id of ids) world.readings.ask(id)
    return ok(world.readings.all(), 202)
  }
  return [
    ['GET /second-readings', () => ok(world.readings.all())],
    ['POST /second-readings', () => asked(world.matches.slice(0, TOP).map(({ job_id }) => job_id))],
    [
      'DELETE /second-readings',
      () => {
        world.readings.drop(({ outcome }) => ['waiting', 'reading'].includes(outcome.state))
        return gone
      },
    ],
    ['POST /jobs/:id/second-reading', ({ params }) => asked([String(params[0])])],
    [
      'DELETE /jobs/:id/second-reading',
      ({ params }) => {
        world.readings.drop(({ job_id }) => job_id === params[0])
        return gone
      },
    ],
  ]
}
