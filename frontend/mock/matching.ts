/** Matching in the mock world: start, stop, scores, what is said of jobs, and what counts. */
import { byScore } from '../src/lib/byScore.ts'
import type { Feedback, PartWeights, Said } from '../src/types/api'
import { gone, matchesAfter, ok, page, type Routes } from './answers.ts'
import { makeMatch } from './data.ts'
import type { World } from './world.ts'

export const matchingRoutes = (world: World): Routes => [
  [
    'POST /matching/start',
    () => {
      world.matching = true
      world.emit('matching_started', { total: world.jobs.length })
      return ok({ is_matching: true, total: world.jobs.length }, 202)
    },
  ],
  [
    'POST /matching/stop',
    () => {
      world.matching = false
      world.emit('matching_stopped', { reason: 'user' })
      return ok({ is_matching: false })
    },
  ],
  [
    'GET /matching/status',
    () =>
      ok({
        is_matching: world.matching,
        scored: world.matches.length,
        total: world.jobs.length,
        started_at: new Date(world.now).toISOString(),
      }),
  ],
  [
    'GET /matching/scores',
    ({ query }) => ok(matchesAfter(world.matches, Number(query.get('limit') ?? 50), query.get('cursor'))),
  ],
  [
    'POST /matching/feedback',
    ({ body }) => {
      say(world, String(body.job_id), body.verdict as Said)
      return gone
    },
  ],
  ['GET /matching/feedback', () => page(world.feedback)],
  [
    'GET /matching/what-if',
    () => {
      const gain = (skill: string, lifted: number, from: number) => ({
        skill,
        asked_by: lifted * 3,
        lifted,
        examples: world.matches.slice(from, from + 2).map((match) => ({
          job_id: match.job_id,
          job_title: match.job_title,
          company: match.company,
          score: 0.73,
          would_be: 0.76,
        })),
      })
      const skills =
        world.matches.length > 0 ? [gain('Kubernetes', 4, 2), gain('Terraform', 2, 4), gain('Go', 1, 6)] : []
      return ok({ line: 0.75, over_now: 5, skills })
    },
  ],
  [
    'PUT /matching/weights',
    ({ body }) => {
      const { profile, version } = world.profile
      const preferences = { ...profile.preferences, weights: body.weights as PartWeights }
      world.profile = { ...world.profile, profile: { ...profile, preferences }, version: version + 1 }
      return ok(body)
    },
  ],
]

function say(world: World, jobId: string, said: Said): void {
  const job = world.jobs.find(({ id }) => id === jobId)
  if (!job) return
  const of = (company: string) => (match: { company: string }) => match.company === company
  const all = () => world.jobs.map((each, index) => makeMatch(each, index, world.now)).sort(byScore)
  if (said === 'hide') world.matches = world.matches.filter((match) => match.job_id !== jobId)
  if (said === 'not_this_company') world.matches = world.matches.filter((match) => !of(job.company)(match))
  if (said === 'undo' || said === 'this_company_again') world.matches = all()
  if (said === 'not_this_company' || said === 'this_company_again') return
  world.feedback = world.feedback.filter((one) => one.job_id !== jobId)
  if (said === 'undo') return
  const at = new Date(world.now).toISOString()
  const one: Feedback = { job_id: jobId, job_title: job.title, company: job.company, verdict: said, at }
  world.feedback = [one, ...world.feedback]
}
