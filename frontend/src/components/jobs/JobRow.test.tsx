import { render, screen } from '@testing-library/react'
import type { Job } from 'types/api'
import { expect, it } from 'vitest'
import { makeJobs } from '../../../mock/data'
import { JobRow } from './JobRow'

const row = (job: Job) =>
  render(
    <ul>
      <JobRow
        job={job}
        score={undefined}
        application={undefined}
        open={false}
        selected={false}
        chosen={false}
        onChoose={() => {}}
        onSelect={() => {}}
      />
    </ul>,
  )

it('says in how many more places a vacancy is, and nothing of places that are written already', () => {
  const [job] = makeJobs(Date.now())
  const { unmount } = row({ ...(job as Job), location: 'York', places: ['York', 'Leeds', 'Hull'] })
  expect(screen.getByText('and 2 more places')).toBeTruthy()
  unmount()
  row({ ...(job as Job), location: 'York or Leeds', places: ['York', 'Leeds'] })
  expect(screen.queryByText(/more place/)).toBeNull()
})
