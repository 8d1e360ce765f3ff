/** What a route of the mock world answers with. */
import type { Match, Page } from '../src/types/api'

export type Answer = { status: number; json?: unknown; svg?: string; pdf?: string }
export type Handler = (input: { params: string[]; body: Record<string, unknown>; query: URLSearchParams }) => Answer

/** Routes as "METHOD /path" with what answers them. */
export type Routes = [string, Handler][]

export const ok = (json: unknown, status = 200): Answer => ({ status, json })
export const gone: Answer = { status: 204 }
export const problem = (
  status: number,
  slug: string,
  detail: string,
  errors?: { field: string; message: string }[],
): Answer => ({
  status,
  json: { type: `/problems/${slug}`, slug, title: slug.replaceAll('-', ' '), status, detail, errors },
})
export const page = <T>(items: T[]) => ok({ items, next_cursor: null })

/** A match's place in the list of matches, as the server has it: the score and the job. */
const placeOf = ({ match_score, job_id }: Match) => `${match_score}:${job_id}`

/**
 * The part of the matches, best first, that `limit` and `cursor` ask for. The cursor is the last match, so that what
 * comes in above it leaves none out.
 */
export function matchesAfter(matches: Match[], limit: number, cursor: string | null): Page<Match> {
  const [score, job] = cursor?.split(':') ?? []
  const isAfter = (match: Match) =>
    !job || match.match_score < Number(score) || (match.match_score === Number(score) && match.job_id > job)
  const rest = matches.filter(isAfter)
  const items = rest.slice(0, limit)
  const last = items.at(-1)
  return { items, next_cursor: last && rest.length > limit ? placeOf(last) : null }
}
