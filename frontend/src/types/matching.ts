/** How well a job fits, why, and what the person says of it. Passed on by `api.ts`. */

import type { Id, Timestamp } from './api'

export type PartName = 'title' | 'skills' | 'text' | 'level' | 'place' | 'pay' | 'freshness' | 'taste'

/** How much each part counts: 1 as usual (also when absent), 0 not at all, at most 3. */
export type PartWeights = Partial<Record<PartName, number>>
export type ReasonKind = 'for' | 'against' | 'missing'

export interface ScorePart {
  name: PartName
  /** How well this part fits by itself, from 0 to 1. */
  value: number
  /** Its share of the whole; all weights sum up to 1. */
  weight: number
}

export interface Reason {
  part: PartName
  kind: ReasonKind
  text: string
  evidence: string[]
}

export interface Match {
  job_id: Id
  job_title: string
  company: string
  location: string
  /** From 0 to 1. */
  match_score: number
  parts: ScorePart[]
  reasons: Reason[]
  url: string
  posted_at: Timestamp | null
  scored_at: Timestamp
}

export interface MatchingStatus {
  is_matching: boolean
  scored: number
  total: number
  started_at: Timestamp | null
}

/** What one more skill would change. */
export interface WhatIf {
  /** The score they would be lifted to. */
  line: number
  over_now: number
  skills: SkillGain[]
}

export interface SkillGain {
  skill: string
  asked_by: number
  lifted: number
  examples: LiftedJob[]
}

export interface LiftedJob {
  job_id: Id
  job_title: string
  company: string
  score: number
  would_be: number
}

/** What a person thinks of a job. */
export type Verdict = 'hide' | 'more' | 'less'

/** What can be said of a job: a verdict, taking it back, and the same of its employer. */
export type Said = Verdict | 'undo' | 'not_this_company' | 'this_company_again'

/** One thing the person said. */
export interface Feedback {
  job_id: Id
  job_title: string
  company: string
  verdict: Verdict
  at: Timestamp
}
