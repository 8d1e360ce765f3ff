import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { problem } from '../../mock/world'
import { expectAccessible, heading, renderApp, useWorld } from '../test/renderApp'

useWorld()

/** A page of a world in which the first five applications are a batch that is being filled. */
async function open(path: string, name: string) {
  const hands = renderApp(path)
  const { world } = hands
  const five = world.applications.slice(0, 5)
  world.applications = world.applications.map((item) =>
    five.includes(item)
      ? { ...item, batch_id: 'b', status: 'queued', stage: 'none', reason: null, progress: { step: '', percent: 0 } }
      : item,
  )
  await heading(name)
  await waitFor(() => expect(hands.session.realTime.getStatus().state).toBe('live'))
  return { ...hands, five }
}

const summary = (jobs = 5) => screen.findByRole('region', { name: `Batch of ${jobs}` }).then(within)

describe('a batch', () => {
  it('shows how far each is and all are, as it happens', async () => {
    const { world, five } = await open('/batches/b', 'Batch of 5')
    const batch = await summary()
    batch.getByText('0 of 5 done')
    const inAll = () => batch.getByRole('progressbar', { name: 'Progress of the batch of 5 jobs' })
    expect(inAll().getAttribute('aria-valuenow')).toBe('0')
    expect(within(screen.getByRole('region', { name: 'In line' })).getAllByRole('listitem')).toHaveLength(5)
    act(() => {
      world.move(five[0]!.id, { status: 'submitted' })
      world.move(five[1]!.id, { status: 'ready' })
      world.move(five[2]!.id, { status: 'preparing', progress: { step: 'Reading', percent: 20 } })
    })
    expect(await batch.findByText('2 of 5 done, 1 waits for you')).toBeTruthy()
    expect(batch.getByText('Ready for review').textContent).toBe('1 Ready for review')
    expect(batch.getByText('In line').textContent).toBe('2 In line')
    act(() => {
      // Whoever asks the server now hears the same.
      const progress = { step: 'Filling', percent: 60 }
      world.applications = world.applications.map((item) => (item.id === five[2]!.id ? { ...item, progress } : item))
      world.emit('application_progress', {
        application_id: five[2]!.id,
        step_no: 2,
        step: 'Filling',
        percent: 60,
        screenshot_id: null,
      })
    })
    const running = within(await screen.findByRole('region', { name: 'Running' }))
    const own = await running.findByRole('progressbar', { name: `Progress of ${five[2]!.job_title}` })
    await waitFor(() => expect(own.getAttribute('aria-valuenow')).toBe('60'))
    expect(inAll().getAttribute('aria-valuenow')).toBe('52')
    running.getByRole('link', { name: five[2]!.job_title })
    await expectAccessible(screen.getByRole('main'))
  })

  it('is paused and resumed by keyboard, and what waits says why', async () => {
    const { user, world } = await open('/batches/b', 'Batch of 5')
    const batch = await summary()
    batch.getByRole('button', { name: 'Pause' }).focus()
    await user.keyboard('{Enter}')
    expect(await batch.findByText('Paused. Nothing is begun or sent until you resume it.')).toBeTruthy()
    expect(world.log.some(({ path }) => path === '/batches/b/pause')).toBe(true)
    const inLine = within(screen.getByRole('region', { name: 'In line' }))
    expect(await inLine.findAllByText(/Its batch is paused/)).toHaveLength(5)
    const resume = batch.getByRole('button', { name: 'Resume' })
    expect(document.activeElement).toBe(resume)
    await user.keyboard('{Enter}')
    expect(await batch.findByRole('button', { name: 'Pause' })).toBeTruthy()
    await waitFor(() => expect(inLine.queryByText(/Its batch is paused/)).toBeNull())
  })

  it('that was paused elsewhere is paused here', async () => {
    const { world } = await open('/batches/b', 'Batch of 5')
    const batch = await summary()
    act(() => {
      world.pauseBatch('b', new Date().toISOString())
    })
    expect(await batch.findByRole('button', { name: 'Resume' })).toBeTruthy()
  })

  it('says what the server has against it', async () => {
    const { user, world } = await open('/batches/b', 'Batch of 5')
    const batch = await summary()
    world.override('POST /batches/b/pause', problem(507, 'disk-full', 'Nothing was saved. Free some space.'))
    await user.click(batch.getByRole('button', { name: 'Pause' }))
    expect(await batch.findByText('Nothing was saved. Free some space.')).toBeTruthy()
  })

  it('is moved through with j, filtered, and opened with Enter', async () => {
    const { user, world, five } = await open('/batches/b', 'Batch of 5')
    await summary()
    act(() => {
      world.move(five[3]!.id, { status: 'ready' })
    })
    await user.click(await screen.findByRole('radio', { name: 'Waits for you 1' }))
    expect(screen.queryByRole('region', { name: 'In line' })).toBeNull()
    await user.keyboard('j{Enter}')
    await heading(five[3]!.job_title)
  })

  it('that is over says so, and cannot be paused', async () => {
    const { world, five } = await open('/batches/b', 'Batch of 5')
    const batch = await summary()
    act(() => {
      for (const { id } of five) world.move(id, { status: 'submitted' })
    })
    expect(await screen.findByText('This batch is done')).toBeTruthy()
    expect(batch.getByText('5 of 5 done')).toBeTruthy()
    const pause = batch.getByRole<HTMLButtonElement>('button', { name: 'Pause' })
    expect(pause.disabled).toBe(true)
    expect(batch.getByText('Everything of this batch is sent or ended.')).toBeTruthy()
  })

  it('that is unknown says so', async () => {
    renderApp('/batches/none')
    expect(await screen.findByText(/There is no such batch/)).toBeTruthy()
  })
})

describe('batches', () => {
  it('are on the list of applications while something is to come', async () => {
    const { world, five, user } = await open('/applications', 'Applications')
    const batch = await summary()
    await user.click(batch.getByRole('link', { name: 'Open the batch' }))
    await heading('Batch of 5')
    act(() => {
      for (const { id } of five) world.move(id, { status: 'submitted' })
    })
    await screen.findByText('This batch is done')
    await user.click(
      within(screen.getByRole('navigation', { name: 'Main' })).getByRole('link', { name: /Applications/ }),
    )
    await heading('Applications')
    await screen.findByRole('region', { name: 'Sent' })
    expect(screen.queryByRole('region', { name: 'Batch of 5' })).toBeNull()
    await user.click(screen.getByRole('link', { name: 'Batches' }))
    await heading('Batches')
    expect(await summary()).toBeTruthy()
  })

  it('says why nothing moves while the browser does not start, and so does what is in line', async () => {
    const { world, session, five, user } = await open('/batches/b', 'Batch of 5')
    expect(screen.queryByText(/Applications wait in line/)).toBeNull()
    world.browserTrouble = 'No Chromium was found. Applications wait in line.'
    await act(() => session.client.invalidateQueries())
    const batch = await summary()
    await batch.findByText(/No Chromium was found/)
    expect(batch.getByRole('link', { name: 'See the system page' }).getAttribute('href')).toBe('/system')
    await user.click(screen.getAllByRole('link', { name: five[0]!.job_title })[0]!)
    await screen.findByText(/No Chromium was found/)
    world.browserTrouble = ''
    await act(() => session.client.invalidateQueries())
    await waitFor(() => expect(screen.queryByText(/No Chromium was found/)).toBeNull())
  })
})
