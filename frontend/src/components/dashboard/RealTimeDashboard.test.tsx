import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { ok } from '../../../mock/answers'
import { makeMatch } from '../../../mock/data'
import { ids } from '../../../mock/ids'
import { problem, type World } from '../../../mock/world'
import { heading, renderApp, useWorld } from '../../test/renderApp'
import type { Match } from '../../types/api'

useWorld()

async function openDashboard(prepare?: (world: World) => void) {
  const hands = renderApp('/real-time-dashboard')
  prepare?.(hands.world)
  await heading('Live')
  await waitFor(() => expect(hands.session.realTime.getStatus().state).toBe('live'))
  await screen.findByRole('list', { name: 'Matches' })
  return hands
}
const someMatch = (world: World, job_id: string, match_score: number): Match => ({
  ...makeMatch(world.jobs[0]!, 0, Date.now()),
  job_id,
  job_title: `Posting ${job_id}`,
  match_score,
})
const tellMatches = (world: World, matches: Match[]) =>
  world.emit('job_match_update', { matches, removed: [], scored: 12, total: 12, truncated: false })
const panel = (name: string) => screen.getByRole('region', { name })
const titles = () =>
  within(screen.getByRole('list', { name: 'Matches' }))
    .getAllByRole('link')
    .map((link) => link.textContent)
    .filter((text) => text && !/Ready|Filling|Needs|Checking|Sent/.test(text))

describe('the live page', () => {
  it('shows each match with its score, parts and reasons', async () => {
    await openDashboard()
    const [first] = within(screen.getByRole('list', { name: 'Matches' })).getAllByRole('listitem')
    const row = within(first as HTMLElement)
    expect(row.getByRole('img', { name: /Match score \d+ of 100/ })).toBeTruthy()
    for (const part of ['Title', 'Skills', 'Text', 'Level', 'Place', 'Pay', 'Freshness'])
      expect(row.getByText(part)).toBeTruthy()
    expect(row.getByText('Asks for Rust and PostgreSQL, which you state')).toBeTruthy()
  })

  it('shows a posting that is scored now, without a reload', async () => {
    const { world } = await openDashboard()
    const fresh = {
      ...makeMatch(world.jobs[0]!, 0, Date.now()),
      job_id: 'fresh',
      job_title: 'Opened just now',
      match_score: 0.995,
    }
    // The page may read how far it is again after the event; the server would say the same.
    world.override('GET /matching/status', ok({ is_matching: true, scored: 12, total: 13, started_at: null }))
    act(() => {
      world.emit('job_match_update', { matches: [fresh], removed: [], scored: 12, total: 13, truncated: false })
    })
    await waitFor(() => expect(titles()[0]).toBe('Opened just now'))
    expect(await screen.findByText('12 of 13 jobs scored')).toBeTruthy()
    expect(screen.getByRole('progressbar', { name: 'Matching progress' }).getAttribute('aria-valuenow')).toBe('92')
  })

  it('comes to every match, also where one was scored after the page was opened', async () => {
    const { user, world } = await openDashboard((world) => {
      world.matches = Array.from({ length: 120 }, (_, no) => someMatch(world, `match-${no}`, 0.9 - no / 1000))
    })
    expect(await within(panel('Live matches')).findByText('50+')).toBeTruthy()
    act(() => tellMatches(world, [someMatch(world, 'fresh', 0.995)]))
    expect(await within(panel('Live matches')).findByText('51+')).toBeTruthy()
    const more = () => user.click(screen.getByRole('button', { name: 'Show more matches' }))
    await more()
    expect(await within(panel('Live matches')).findByText('121')).toBeTruthy()
    await more()
    await waitFor(() => expect(titles()).toHaveLength(121))
    expect(screen.queryByRole('button', { name: 'Show more matches' })).toBeNull()
  })

  it('says where the rest is, when the list is as long as it gets', async () => {
    const { world } = await openDashboard()
    act(() =>
      tellMatches(
        world,
        Array.from({ length: 500 }, (_, no) => someMatch(world, `match-${no}`, no / 1000)),
      ),
    )
    expect(await within(panel('Live matches')).findByText('500+')).toBeTruthy()
    expect(screen.getByText(/keeps your best 500/)).toBeTruthy()
  })

  it('shows how far it is where that takes more than a moment', async () => {
    const { world } = await openDashboard()
    world.override('GET /matching/status', ok({ is_matching: true, scored: 0, total: 4711, started_at: null }))
    const began = performance.now()
    act(() => world.emit('matching_started', { total: 4711 }))
    expect(await screen.findByText('0 of 4,711 jobs scored')).toBeTruthy()
    expect(performance.now() - began, 'nothing flashes').toBeGreaterThan(250)
  })

  it('stops and starts matching', async () => {
    const { user } = await openDashboard()
    await user.click(await screen.findByRole('button', { name: 'Stop matching' }))
    await user.click(await screen.findByRole('button', { name: 'Start matching' }))
    expect(await screen.findByRole('button', { name: 'Stop matching' })).toBeTruthy()
  })

  it('applies with both options and can be watched', async () => {
    const { user, world } = await openDashboard()
    const job = world.jobs[10]!
    await user.click(await screen.findByRole('button', { name: `Apply to ${job.title} at ${job.company}` }))
    const dialog = screen.getByRole('dialog', { name: 'Apply' })
    await user.click(within(dialog).getByRole('checkbox', { name: 'Follow links to other sites' }))
    await user.click(within(dialog).getByRole('button', { name: 'Begin' }))
    await user.click(await screen.findByRole('button', { name: 'Watch' }))
    await heading(job.title)
    expect(world.log.find(({ path }) => path === '/applications/apply')?.body).toEqual({
      job_id: job.id,
      auto_customize: true,
      follow_external_links: false,
    })
  })

  it('keeps the dialog open and says why an application could not begin', async () => {
    const { user, world } = await openDashboard()
    world.override('POST /applications/apply', problem(409, 'job-closed', 'This job is no longer open.'))
    await user.click((await screen.findAllByRole('button', { name: /^Apply to/ }))[0]!)
    await user.click(screen.getByRole('button', { name: 'Begin' }))
    expect((await within(screen.getByRole('dialog')).findByRole('alert')).textContent).toContain(
      'This job is no longer open.',
    )
  })

  it('hides a match and takes that back', async () => {
    const { user } = await openDashboard()
    const hide = (await screen.findAllByRole('button', { name: /^Hide/ }))[0]!
    const title = hide.getAttribute('aria-label')!.slice(5).split(' at ')[0]!
    await user.click(hide)
    await waitFor(() => expect(titles()).not.toContain(title))
    await user.click(await screen.findByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(titles()).toContain(title))
  })

  it('is moved through with j and k, applied with a, hidden with h, opened with Enter', async () => {
    const { user, world } = await openDashboard()
    const selected = () =>
      screen.getByRole('list', { name: 'Matches' }).querySelector('[aria-current]')?.getAttribute('data-row')
    await user.keyboard('jjjk')
    expect(selected()).toBe(world.matches[1]?.job_id)
    const free = world.matches.findIndex((match) => !world.applications.some((item) => item.job_id === match.job_id))
    await user.keyboard('j'.repeat(free - 1))
    await user.keyboard('a')
    expect(screen.getByRole('dialog', { name: 'Apply' })).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Not now' }))
    await user.keyboard('{Enter}')
    await heading('Jobs')
    expect(location.pathname).toBe(`/jobs/${world.matches[free]?.job_id}`)
  })

  it('shows a run with its live step and picture', async () => {
    const { world } = await openDashboard()
    const running = world.applications[0]!
    act(() => {
      world.emit('application_progress', {
        application_id: running.id,
        step_no: 6,
        step: 'Choosing “Germany”',
        percent: 71,
        screenshot_id: ids.screenshot,
      })
    })
    const inFlight = within(panel('In flight'))
    expect(await inFlight.findByText('Choosing “Germany”')).toBeTruthy()
    await waitFor(() =>
      expect(
        inFlight.getByRole('progressbar', { name: `Progress of ${running.job_title}` }).getAttribute('aria-valuenow'),
      ).toBe('71'),
    )
    expect(inFlight.getByRole('button', { name: /Enlarge the picture\. Step 6/ })).toBeTruthy()
  })

  it('shows an interview, a new number and a sick service as they happen', async () => {
    const { world } = await openDashboard()
    const interview = {
      ...world.interviews[0]!,
      id: 'new',
      uid: 'new',
      starts_at: new Date(Date.now() + 3_600_000).toISOString(),
    }
    act(() => {
      world.emit('interview_scheduled', { interview, company: 'Quillmark', job_title: 'Rust Engineer' })
      world.emit('analytics_update', { ...world.analytics, applied: 1234 })
      world.emit('health_update', { service: 'browser', status: 'down', message: 'The browser does not start.' })
    })
    expect(await within(panel('Interviews')).findByText('Quillmark')).toBeTruthy()
    expect((await within(panel('Analytics')).findAllByText('1,234')).length).toBeGreaterThan(0)
    expect(await within(panel('System')).findByText('The browser does not start.')).toBeTruthy()
    expect(await screen.findByText('Interview with Quillmark')).toBeTruthy()
  })

  it('speaks of what happens now, not of history that is replayed', async () => {
    const { world, session } = await openDashboard()
    act(() => {
      world.emit('system_notification', {
        level: 'warning',
        title: 'The board asks us to slow down',
        message: 'Read again later.',
      })
    })
    expect(
      await within(screen.getByRole('region', { name: 'Notifications' })).findByText('The board asks us to slow down'),
    ).toBeTruthy()
    const old = {
      type: 'system_notification',
      seq: world.seq + 1,
      at: '2020-01-01T00:00:00Z',
      data: { level: 'info', title: 'Long ago', message: '' },
    }
    act(() => {
      ;(session.realTime as unknown as { received: (data: string) => void }).received(JSON.stringify(old))
    })
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(screen.queryByText('Long ago')).toBeNull()
  })

  it('keeps a panel’s failure inside the panel', async () => {
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { world, session } = renderApp('/real-time-dashboard')
    world.override('GET /system/health', problem(503, 'health-unknown', 'Health cannot be told now.'))
    await heading('Live')
    expect(await within(panel('System')).findByText('Health cannot be told now.')).toBeTruthy()
    await waitFor(() => expect(session.realTime.getStatus().state).toBe('live'))
    // A funnel that is no list breaks the rendering of the numbers, and of nothing else.
    act(() => {
      world.emit('analytics_update', { ...world.analytics, funnel: [null] as never })
    })
    expect(await screen.findByText('“Analytics” cannot be shown.')).toBeTruthy()
    expect(screen.getByRole('list', { name: 'Matches' })).toBeTruthy()
    complaint.mockRestore()
  })
})
