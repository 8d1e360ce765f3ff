/** What a person says of matches and how they move what counts, by mouse and by keyboard. */
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { problem, type World } from '../../mock/world'
import { expectAccessible, renderApp, useWorld } from '../test/renderApp'

useWorld()

async function dashboard() {
  const hands = renderApp('/real-time-dashboard')
  const list = within(await screen.findByRole('list', { name: 'Matches' }))
  return { ...hands, list }
}
const sent = (world: World, method: string, end: string) =>
  world.log.filter((one) => one.method === method && one.path.endsWith(end)).map(({ body }) => body)
const pressed = (name: RegExp) => String(screen.queryAllByRole('button', { name, pressed: true }).length === 1)
/** The first match that was not applied to. */
const unapplied = (world: World) =>
  world.matches.find(({ job_id }) => !world.applications.some((application) => application.job_id === job_id))!

it('says more or less of a match, shows it, and takes it back', async () => {
  const { user, world, list } = await dashboard()
  const more = (await list.findAllByRole('button', { name: /^More like / }))[0]!
  const job = unapplied(world)
  await user.click(more)
  await waitFor(() => expect(pressed(/^More like /)).toBe('true'))
  await user.click(list.getAllByRole('button', { name: /^Less like / })[0]!)
  await waitFor(() => expect(pressed(/^Less like /)).toBe('true'))
  expect(pressed(/^More like /)).toBe('false')
  await user.click(list.getAllByRole('button', { name: /^Less like / })[0]!)
  await waitFor(() => expect(pressed(/^Less like /)).toBe('false'))
  expect(sent(world, 'POST', '/matching/feedback').map(({ verdict }) => verdict)).toEqual(['more', 'less', 'undo'])
  expect(sent(world, 'POST', '/matching/feedback')[0]).toMatchObject({ job_id: job.job_id })
})

it('takes m and l for the selected match', async () => {
  const { user, world } = await dashboard()
  const rows = world.matches.findIndex(({ job_id }) => job_id === unapplied(world).job_id)
  await user.keyboard(`${'j'.repeat(rows + 1)}m`)
  await waitFor(() => expect(pressed(/^More like /)).toBe('true'))
  await user.keyboard('m')
  await waitFor(() => expect(pressed(/^More like /)).toBe('false'))
  await user.keyboard('l')
  await waitFor(() => expect(pressed(/^Less like /)).toBe('true'))
  expect(sent(world, 'POST', '/matching/feedback').map(({ verdict }) => verdict)).toEqual(['more', 'undo', 'less'])
})

it('excludes a company from a job’s page, and its matches leave', async () => {
  const hands = renderApp('/real-time-dashboard')
  const job = hands.world.matches[0]!
  await hands.user.click(await screen.findByRole('link', { name: job.job_title }))
  await hands.user.click(await screen.findByRole('button', { name: 'Not this company' }))
  await waitFor(() => expect(hands.world.matches.some(({ company }) => company === job.company)).toBe(false))
  await hands.user.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(hands.world.matches.some(({ company }) => company === job.company)).toBe(true))
})

it('moves what counts; the last place of the hand is saved, and as usual is one press away', async () => {
  const { user, world } = await dashboard()
  await user.click(screen.getByRole('button', { name: 'Tune' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Tune your matches' }))
  const pay = await dialog.findByRole<HTMLInputElement>('slider', { name: 'Pay' })
  expect(pay.getAttribute('aria-valuetext')).toBe('as usual')
  fireEvent.change(pay, { target: { value: '2' } })
  fireEvent.change(pay, { target: { value: '3' } })
  expect(pay.getAttribute('aria-valuetext')).toBe('most')
  await waitFor(() => expect(sent(world, 'PUT', '/matching/weights')).toEqual([{ weights: { pay: 3 } }]))
  await expectAccessible(screen.getByRole('dialog'))
  await user.click(dialog.getByRole('button', { name: 'As usual' }))
  await waitFor(() => expect(sent(world, 'PUT', '/matching/weights').at(-1)).toEqual({ weights: {} }))
  expect(pay.value).toBe('1')
})

it('moves a weight back that the server refuses, and says why', async () => {
  const { user, world } = await dashboard()
  world.override('PUT /matching/weights', problem(503, 'busy', 'Try again in a moment.'))
  await user.click(screen.getByRole('button', { name: 'Tune' }))
  const pay = await screen.findByRole<HTMLInputElement>('slider', { name: 'Pay' })
  fireEvent.change(pay, { target: { value: '0' } })
  expect(await screen.findByText('Try again in a moment.')).toBeTruthy()
  expect(pay.value).toBe('1')
})

it('lists what was said and takes each of it back', async () => {
  const { user, list } = await dashboard()
  await user.click(screen.getByRole('button', { name: 'Tune' }))
  expect(await screen.findByText('Nothing yet')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Done' }))
  await user.click((await list.findAllByRole('button', { name: /^Less like / }))[0]!)
  await user.click(screen.getByRole('button', { name: 'Tune' }))
  const said = within(await screen.findByRole('region', { name: 'What you said' }))
  expect(await said.findByText('Less like it')).toBeTruthy()
  await user.click(said.getByRole('button', { name: /^Take back what you said of / }))
  expect(await said.findByText('Nothing yet')).toBeTruthy()
})

it('shows what one more skill would bring, and the jobs behind it', async () => {
  const { user } = renderApp('/analytics')
  const panel = within(await screen.findByRole('region', { name: 'If you learned one more skill' }))
  expect(await panel.findByText(/^5 of your matches are at 75 or more/)).toBeTruthy()
  const rows = panel.getAllByText(/^\+/)
  expect(rows.map((row) => row.textContent)).toEqual(['+4 matches', '+2 matches', '+1 matches'])
  await user.click(panel.getByText('Kubernetes'))
  expect(panel.getByText('12 fitting jobs name it. The best it would lift:')).toBeTruthy()
  expect(panel.getAllByText('73 to 76').length).toBeGreaterThan(0)
  await expectAccessible(screen.getByRole('main'))
})
