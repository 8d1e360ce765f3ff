import type { Match } from '../types/api'

/** The best match first; equal scores keep a fixed order, so that cards do not jump. */
export function byScore(a: Match, b: Match): number {
  return b.match_score - a.match_score || a.job_id.localeCompare(b.job_id)
}
