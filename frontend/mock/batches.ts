/** Batches of the mock world, counted as the server counts them. */
import { isRunning, percentOf } from '../src/lib/applicationGroups.ts'
import type { Application, Batch, State } from '../src/types/api'
import { ok, page, problem, type Routes } from './answers.ts'
import type { World } from './world.ts'

export function makeBatch(id: string, members: readonly Application[], pausedAt: string | null): Batch {
  const counts = new Map<State, number>()
  for (const { status } of members) counts.set(status, (counts.get(status) ?? 0) + 1)
  const isOver = members.every(({ status }) => status === 'submitted' || status === 'cancelled')
  const left = members.filter(isRunning).length
  return {
    id,
    created_at: members[0]?.created_at ?? new Date(0).toISOString(),
    paused_at: pausedAt,
    jobs: members.length,
    states: [...counts].map(([status, count]) => ({ status, count })),
    percent: percentOf(members),
    next_step: pausedAt
      ? 'Paused. Nothing is begun or sent until you resume it.'
      : left > 0
        ? 'They are filled one after the other, one at a time per employer’s site.'
        : 'All done; nothing more happens by itself.',
    allowed: pausedAt ? ['resume'] : isOver ? [] : ['pause'],
  }
}

export const batchRoutes = (world: World): Routes => [
  [
    'POST /applications/batch',
    ({ body }) => {
      const id = `batch-${world.batchIds().length + 1}`
      const applications = (body.job_ids as string[]).map((jobId) => world.begin(jobId, id))
      return ok({ batch_id: id, batch: world.batch(id), applications, skipped: [] }, 202)
    },
  ],
  ['GET /batches', () => page(world.batchIds().map((id) => world.batch(id)))],
  [
    'GET /batches/:id',
    ({ params: [id = ''] }) =>
      world.batchIds().includes(id)
        ? ok({ batch: world.batch(id), applications: world.membersOf(id) })
        : problem(404, 'not-found', 'There is no such batch. It may have been removed.'),
  ],
  ['POST /batches/:id/pause', ({ params: [id = ''] }) => ok(world.pauseBatch(id, new Date(world.now).toISOString()))],
  ['POST /batches/:id/resume', ({ params: [id = ''] }) => ok(world.pauseBatch(id, null))],
]
