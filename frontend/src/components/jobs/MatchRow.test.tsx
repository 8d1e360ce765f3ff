import { render, screen } from '@testing-library/react'
import { STATES, wordFor } from 'lib/vocabulary'
import { renderToString } from 'react-dom/server'
import type { Application, Job } from 'types/api'
import { expect, it } from 'vitest'
import { makeApplication } from '../../../mock/applications'
import { makeJobs, makeMatch } from '../../../mock/data'
import { MatchRow } from './MatchRow'

const now = Date.now()
const [job] = makeJobs(now)
const match = makeMatch(job as Job, 0, now)

const row = (inSight: boolean, application?: Application) => (
  <ul>
    <MatchRow
      match={match}
      application={application}
      selected={false}
      inSight={inSight}
      now={now}
      reading={undefined}
      onApply={() => {}}
      verdict={undefined}
      onSay={() => {}}
    />
  </ul>
)
/** What is drawn first, before anything that waits. */
const drawnFirst = (inSight: boolean) => {
  const drawn = document.createElement('div')
  drawn.innerHTML = renderToString(row(inSight))
  return drawn
}

it('draws a row in sight whole at once, and of another the job first', () => {
  const whole = drawnFirst(true)
  expect(whole.querySelector('button[aria-label^="Apply to"]')).toBeTruthy()
  expect(whole.querySelector('dl')).toBeTruthy()
  const begun = drawnFirst(false)
  expect(begun.querySelector('a')?.textContent).toBe(match.job_title)
  expect(begun.textContent).toContain(match.company)
  expect(begun.querySelector('button, dl')).toBeNull()
})

it('completes a row that began with its job alone', async () => {
  render(row(false))
  expect(await screen.findByRole('button', { name: /^Apply to/ })).toBeTruthy()
  expect(screen.getByText('Freshness')).toBeTruthy()
  expect(screen.getByText(match.reasons[0]?.text as string)).toBeTruthy()
})

it('leads to the application where there is one, and offers no second', () => {
  const application = makeApplication(job as Job, 1, now)
  render(row(true, application))
  const state = wordFor(STATES, application.status).label
  expect(screen.getByRole('link', { name: state }).getAttribute('href')).toBe(`/applications/${application.id}`)
  expect(screen.queryAllByRole('button')).toEqual([])
})
