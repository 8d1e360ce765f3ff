import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { makeJobs } from '../../../mock/data'
import { JobFacts } from './JobFacts'

const NOW = Date.parse('2026-11-24T12:00:00Z')

it('says in words which languages, permits and checks a posting asks for', () => {
  const [job] = makeJobs(NOW)
  if (!job) throw new Error('the mock has jobs')
  render(
    <JobFacts
      job={{
        ...job,
        languages: [
          { language: 'de', required: true },
          { language: 'es', required: false },
        ],
        visa: 'not_sponsored',
        clearance: ['criminal_record', 'citizenship'],
      }}
    />,
  )
  for (const fact of [
    'German required',
    'Spanish welcome',
    'No visa sponsorship',
    'Criminal record check',
    'Citizens only',
  ]) {
    expect(screen.getByText(fact)).toBeTruthy()
  }
})
