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

describe('the places of a vacancy', () => {
  it('lists every place with its own posting, and where the person applied', () => {
    render(<JobPlaces here="1" places={[place('1', 'Leeds'), place('2', 'York', 'a')]} />)
    expect(screen.getByRole('heading', { name: 'In 2 places' })).toBeVisible()
    expect(screen.getByText('Leeds')).toHaveAttribute('aria-current', 'true')
    expect(screen.getByRole('link', { name: 'York' })).toHaveAttribute('href', '/jobs/2')
    expect(screen.getByRole('link', { name: 'Posting for York on jobs.example' })).toHaveAttribute(
      'href',
      'https://jobs.example/2',
    )
    expect(screen.getByRole('link', { name: 'Your application in York' })).toHaveAttribute('href', '/applications/a')
  })

  it('says nothing of a vacancy in one place', () => {
    const { container } = render(<JobPlaces here="1" places={[place('1', 'Leeds')]} />)
    expect(container).toBeEmptyDOMElement()
  })

  it('tells where the person applied already', () => {
    const places = [place('1', 'Leeds', 'a'), place('2', 'York')]
    render(<AppliedElsewhere application={{ id: 'a' } as Application} places={places} />)
    expect(screen.getByText(/You have an/)).toHaveTextContent('You have an application to this vacancy in Leeds.')
  })
})
