/** An invented autopilot and what it did. */
import type { Application, Autopilot, AutopilotEntry } from '../src/types/api'
import { id } from './ids.ts'

export const makeAutopilot = (): Autopilot => ({
  mode: 'off',
  rules: {
    min_score: 0.85,
    source_ids: [],
    daily_limit: 5,
    employer_limit: 1,
    auto_customize: true,
    follow_external_links: true,
  },
  version: 0,
  on_since: null,
  started: 0,
  approved: 0,
})

export function makeAutopilotLog(applications: readonly Application[], now: number): AutopilotEntry[] {
  const about = (index: number) => {
    const application = applications[index]
    return {
      job_id: application?.job_id ?? null,
      application_id: application?.id ?? null,
      job_title: application?.job_title ?? '',
      company: application?.company ?? '',
    }
  }
  const at = (minutes: number) => new Date(now - minutes * 60_000).toISOString()
  return [
    {
      ...about(2),
      id: id('000b', 3),
      at: at(4),
      act: 'held_back',
      code: 'needs_you',
      sentence: 'The form asks 2 questions that only you can answer.',
    },
    {
      ...about(5),
      id: id('000b', 2),
      at: at(50),
      act: 'approved',
      code: 'all_known',
      sentence: 'Every answer is known, so the form is sent as it was filled.',
    },
    {
      ...about(5),
      id: id('000b', 1),
      at: at(52),
      act: 'started',
      code: 'match',
      sentence: 'It matches 91 of 100, at least your 85.',
    },
  ]
}
