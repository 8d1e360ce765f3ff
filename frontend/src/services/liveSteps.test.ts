import { expect, it } from 'vitest'

import { makeApplications } from '../../mock/applications'
import { makeJobs } from '../../mock/data'
import type { Application } from '../types/api'
import { withLiveStep, withLiveSteps } from './liveSteps'

const NOW = Date.parse('2026-11-24T08:00:00Z')
const [first, second] = makeApplications(makeJobs(NOW), NOW) as [Application, Application]
const at = (percent: number, change: Partial<Application> = {}): Application => ({
  ...first,
  progress: { step: `${percent}`, percent },
  ...change,
})

it('keeps the further step while the state is the same, and everything else as answered', () => {
  expect(withLiveStep(at(60), at(20, { next_step: 'Answered' }))).toEqual(at(60, { next_step: 'Answered' }))
  expect(withLiveStep(at(20), at(60))).toEqual(at(60))
})

it('lets a run that began anew begin at its first step', () => {
  const anew = at(0, { version: first.version + 1 })
  expect(withLiveStep(at(60), anew)).toBe(anew)
})

it('has the answered ones in their order, whether they were known or not', () => {
  expect(withLiveSteps([at(60)], [second, at(20)])).toEqual([second, at(60)])
  expect(withLiveSteps(undefined, [at(20)])).toEqual([at(20)])
})
