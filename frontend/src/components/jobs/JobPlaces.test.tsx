import { render, screen } from '@testing-library/react'
import type { Application, VacancyPlace } from 'types/api'
import { describe, expect, it } from 'vitest'
import { AppliedElsewhere, JobPlaces } from './JobPlaces'

const place = (job_id: string, location: string, application_id: string | null = null): VacancyPlace => ({
  job_id,
  source_id: 's',
  location,
  url: `https://jobs.example/${job_id}`,
  closed_at: null,
  application_id,
})

const hrefOf = (name: string) => screen.getByRole('link', { name }).getAttribute('href')

describe('the places of a vacancy', () => {
  it('are listed with their own postings, and where the person applied', () => {
    render(<JobPlaces here="1" places={[place('1', 'Leeds'), place('2', 'York', 'a')]} />)
    expect(screen.getByRole('heading', { name: 'In 2 places' })).toBeTruthy()
    expect(screen.getByText('Leeds').getAttribute('aria-current')).toBe('true')
    expect(hrefOf('York')).toBe('/jobs/2')
    expect(hrefOf('Posting for York on jobs.example')).toBe('https://jobs.example/2')
    expect(hrefOf('Your application in York')).toBe('/applications/a')
  })

  it('are not listed when there is one', () => {
    const { container } = render(<JobPlaces here="1" places={[place('1', 'Leeds')]} />)
    expect(container.textContent).toBe('')
  })

  it('say where the person applied already', () => {
    const places = [place('1', 'Leeds', 'a'), place('2', 'York')]
    const { container } = render(<AppliedElsewhere application={{ id: 'a' } as Application} places={places} />)
    expect(container.textContent).toBe('You have an application to this vacancy in Leeds.')
  })
})
