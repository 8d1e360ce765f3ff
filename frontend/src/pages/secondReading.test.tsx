/** Second readings by a language model, as a person meets them on a job's page and in the list of matches. */
import { act, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { makeRead } from '../../mock/readings'
import { problem, type World } from '../../mock/world'
import { expectAccessible, heading, renderApp, useWorld } from '../test/renderApp'

useWorld()

const sent = (world: World, method: string, end: string) =>
  world.log.filter((one) => one.method === method && one.path.endsWith(end))
const section = async () => within(await screen.findByRole('region', { name: /^Second reading/ }))

async function openJob(prepare: (world: World) => void = () => {}) {
  const hands = renderApp('/jobs')
  const job = hands.world.matches[0]!
  prepare(hands.world)
  await heading('Jobs')
  await hands.user.click(await screen.findByRole('link', { name: job.job_title }))
  await screen.findByRole('region', { name: 'Why it fits' })
  return { ...hands, job }
}

it('says what goes to the model before anything does', async () => {
  const { world } = await openJob()
  const part = await section()
  expect(part.getByText(/what your profile states go to llama3\.2; your name and contact do not/)).toBeTruthy()
  expect(part.getByText('Language model')).toBeTruthy()
  expect(sent(world, 'POST', '/second-reading')).toHaveLength(0)
  await expectAccessible(screen.getByRole('main'))
})

it('is nowhere where no language model is set up', async () => {
  await openJob((world) => {
    world.readings.model = null
  })
  await waitFor(() => expect(screen.queryByRole('region', { name: /^Second reading/ })).toBeNull())
})

it('is asked for with the keyboard, comes live with its evidence, and is thrown away', async () => {
  const { user, world, job } = await openJob()
  let part = await section()
  part.getByRole('button', { name: 'Read again' }).focus()
  await user.keyboard('{Enter}')
  expect(await part.findByText(/^In line/)).toBeTruthy()
  act(() => world.readings.move(job.job_id, { state: 'reading' }))
  expect(await part.findByText(/^The language model is reading/)).toBeTruthy()
  act(() => world.readings.move(job.job_id, makeRead(world)))
  expect(await part.findByText('“You run PostgreSQL in production”')).toBeTruthy()
  expect(screen.getByRole('heading', { name: /^Second reading by llama3\.2, / })).toBeTruthy()
  expect(part.getByText('Skills: PostgreSQL')).toBeTruthy()
  expect(part.getByText(/^1 point left out/)).toBeTruthy()
  for (const word of ['For it:', 'Against it:', 'To ask:']) expect(part.getByText(word)).toBeTruthy()
  await expectAccessible(screen.getByRole('main'))
  await user.click(part.getByRole('button', { name: 'Throw it away' }))
  part = await section()
  await waitFor(() => expect(part.queryByText('Skills: PostgreSQL')).toBeNull())
  expect(sent(world, 'DELETE', '/second-reading')).toHaveLength(1)
})

it('can be stopped', async () => {
  const { user, world } = await openJob()
  const part = await section()
  await user.click(part.getByRole('button', { name: 'Read again' }))
  await user.click(await part.findByRole('button', { name: 'Stop' }))
  expect(await part.findByRole('button', { name: 'Read again' })).toBeTruthy()
  expect(world.readings.items).toEqual([])
})

it('says why it was thrown away or failed, and that it is out of date', async () => {
  const { world, job } = await openJob()
  const part = await section()
  const why = 'It repeats words of the posting that tell a machine what to write. You can have the job read again.'
  act(() => world.readings.move(job.job_id, { state: 'refused', why }))
  expect(await part.findByText('What the model wrote was thrown away.')).toBeTruthy()
  expect(part.getByText(new RegExp(why))).toBeTruthy()
  act(() => world.readings.move(job.job_id, { state: 'failed', why: 'The language model cannot be reached.' }))
  expect(await part.findByText(/The language model cannot be reached\./)).toBeTruthy()
  act(() => world.readings.move(job.job_id, makeRead(world), true))
  expect(await part.findByText(/has changed since/)).toBeTruthy()
  await expectAccessible(screen.getByRole('main'))
})

it('says what to do when it cannot be asked for', async () => {
  const { user, world, job } = await openJob()
  const sentence = 'You had many jobs read again this hour. Wait some minutes, then ask again.'
  world.override(`POST /jobs/${job.job_id}/second-reading`, problem(429, 'too-many-readings', sentence))
  const part = await section()
  await user.click(part.getByRole('button', { name: 'Read again' }))
  expect(await part.findByText(sentence)).toBeTruthy()
})

it('shows words of a posting as text, whatever they hold', async () => {
  const { world, job } = await openJob()
  const quote = '<img src=x onerror=alert(1)> [click](javascript:alert(1))'
  const points = [{ kind: 'open' as const, text: quote, quote, statement: null }]
  act(() => world.readings.move(job.job_id, { state: 'read', read_at: '', points, left_out: 0 }))
  const part = await section()
  expect(await part.findByText(`“${quote}”`)).toBeTruthy()
  expect(part.queryByRole('link')).toBeNull()
  expect(part.queryByRole('img')).toBeNull()
})

it('reads the best matches one after the other, shows how far it is, and leaves their order alone', async () => {
  const { user, world } = renderApp('/real-time-dashboard')
  const list = within(await screen.findByRole('list', { name: 'Matches' }))
  const titles = () => list.getAllByRole('link').map((link) => link.textContent)
  await user.click(await screen.findByRole('button', { name: 'Read the best 5 again' }))
  expect(await screen.findByText(/reads them one after the other: 0 of 5 done/)).toBeTruthy()
  // Rows out of sight are completed after the first ones are painted.
  await waitFor(() => expect(list.getAllByText('In line to be read again by llama3.2')).toHaveLength(5))
  const before = titles()
  const best = world.matches.slice(0, 5).map(({ job_id }) => job_id)
  act(() => world.readings.move(best[0]!, makeRead(world)))
  act(() => world.readings.move(best[1]!, { state: 'refused', why: 'It holds a link or an address.' }))
  expect(await screen.findByText(/: 2 of 5 done/)).toBeTruthy()
  expect(screen.getByRole('progressbar', { name: 'Second readings' }).getAttribute('aria-valuenow')).toBe('40')
  await user.click(list.getByText(/^Second reading by llama3\.2, .*: 1 for, 1 against, 1 to ask/))
  expect(list.getByText('“You run PostgreSQL in production”')).toBeTruthy()
  expect(list.getByText(/^Second reading by llama3\.2, .*: thrown away/)).toBeTruthy()
  expect(titles()).toEqual(before)
  await expectAccessible(screen.getByRole('region', { name: 'Live matches' }))
  await user.click(screen.getByRole('button', { name: 'Stop reading' }))
  expect(await screen.findByRole('button', { name: 'Read the best 5 again' })).toBeTruthy()
  expect(list.queryByText('In line to be read again by llama3.2')).toBeNull()
})

it('offers nothing more to read where the best are read and nothing changed', async () => {
  const { world } = renderApp('/real-time-dashboard')
  for (const { job_id } of world.matches.slice(0, 5)) world.readings.move(job_id, makeRead(world))
  const button = await screen.findByRole<HTMLButtonElement>('button', { name: 'Read the best 5 again' })
  await waitFor(() => expect(button.disabled).toBe(true))
  expect(button.title).toContain('nothing has changed since')
})
