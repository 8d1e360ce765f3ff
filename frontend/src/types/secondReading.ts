/** A language model’s reading of a job, beside the engine’s reasons. Passed on by `api.ts`. */

import type { Id, Timestamp } from './api'

/** What speaks for a job, against it, or has to be asked, with its evidence. */
export interface ReadingPoint {
  kind: 'for' | 'against' | 'open'
  text: string
  /** The posting's own words. */
  quote: string
  /** The statement of the profile. */
  statement: string | null
}

export type ReadingState = 'waiting' | 'reading' | 'read' | 'refused' | 'failed'

export type ReadingOutcome =
  | { state: 'waiting' }
  | { state: 'reading' }
  | { state: 'read'; read_at: Timestamp; points: ReadingPoint[]; left_out: number }
  | { state: 'refused'; why: string }
  | { state: 'failed'; why: string }

/** A language model's reading of a job, beside the engine's reasons. It changes no score and no order. */
export interface SecondReading {
  job_id: Id
  model: string
  asked_at: Timestamp
  outcome: ReadingOutcome
  /** The posting or the profile has changed since. */
  is_stale: boolean
}

export interface SecondReadings {
  /** The model that would be asked; null where none is set up. */
  model: string | null
  /** How many of the best matches are read again together. */
  top: number
  items: SecondReading[]
}
