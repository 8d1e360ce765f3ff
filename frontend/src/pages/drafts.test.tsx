/** Drafts of answers by a language model, as a person meets them. */
import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { ok } from '../../mock/answers'
import { makeApplications, makeDetail, makeDraft } from '../../mock/applications'
import { makeJobs } from '../../mock/data'
import { problem, type World } from '../../mock/world'
import { expectAccessible, heading, renderApp, useWorld } from '../test/renderApp'

useWorld()

const application = makeApplications(makeJobs(0), 0).find(({ status }) => status === 'draft')!
const route = `POST /applications/${application.id}/draft`
const text = makeDraft('why').text

async function open(prepare: (world: World) => void = () => {}) {
  const hands = renderApp(`/applications/${application.id}`)
  prepare(hands.world)
  await heading(application.job_title)
  return { ...hands, list: within(await screen.findByRole('region', { name: 'Answers' })) }
}
const ask = () => screen.getByRole('button', { name: /^Draft an answer to “Why/ })
const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: /^Why/ })
const sent = (world: World, end: string) => world.log.filter(({ path }) => path.endsWith(end)).map(({ body }) => body)

it('is offered for the questions the server names, and for no others', async () => {
  const { list } = await open()
  expect(list.getAllByRole('button', { name: /^Draft an answer/ })).toHaveLength(1)
  await expectAccessible(screen.getByRole('main'))
})

it('is not offered where no language model is set up', async () => {
  const job = makeJobs(0).find(({ id }) => id === application.job_id)!
  await open((world) => {
    const detail = makeDetail(application, job, 0)
    world.override(`GET /applications/${application.id}`, ok({ ...detail, draftable: [] }))
  })
  expect(screen.queryByRole('button', { name: /^Draft an answer/ })).toBeNull()
})

it('is marked as a draft and is no answer until it is used', async () => {
  const { user, world, list } = await open()
  // With the keyboard alone.
  ask().focus()
  await user.keyboard('{Enter}')
  expect(await screen.findByText('Draft by a language model: check every word.')).toBeTruthy()
  expect(field().value).toBe(text)
  expect(list.getByText('Draft')).toBeTruthy()
  expect(list.getByText('2 questions wait for you.')).toBeTruthy()
  expect(screen.queryByRole('button', { name: /^Save/ })).toBeNull()
  await user.click(screen.getByText(/^Made by llama3.2 from these statements/))
  expect(screen.getByText('At Rheinwerk Payments: Kept the ledger running')).toBeTruthy()
  await expectAccessible(screen.getByRole('main'))

  await user.click(screen.getByRole('button', { name: 'Use this draft' }))
  expect(document.activeElement).toBe(field())
  expect(screen.queryByText('Draft by a language model: check every word.')).toBeNull()
  expect(list.getByText('1 question waits for you.')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Save 1 answer' }))
  await waitFor(() =>
    expect(sent(world, '/answers')).toEqual([{ answers: [{ field: 'why', value: text }], remember: true }]),
  )
})

it('is left out when other answers are saved', async () => {
  const { user, world } = await open()
  await user.click(ask())
  await screen.findByText('Draft by a language model: check every word.')
  await user.selectOptions(screen.getByRole('combobox', { name: /legally authorized/ }), 'Yes')
  await user.click(screen.getByRole('button', { name: 'Save 1 answer' }))
  await waitFor(() =>
    expect(sent(world, '/answers')).toEqual([{ answers: [{ field: 'authorization', value: 'Yes' }], remember: true }]),
  )
})

it('becomes the person’s own by changing it, and nothing by throwing it away', async () => {
  const { user } = await open()
  await user.click(ask())
  await screen.findByText('Draft by a language model: check every word.')
  await user.click(screen.getByRole('button', { name: 'Throw it away' }))
  expect(field().value).toBe('')
  expect(screen.queryByRole('button', { name: /^Save/ })).toBeNull()
  await user.click(ask())
  await screen.findByText('Draft by a language model: check every word.')
  await user.type(field(), ' Truly.')
  expect(field().value).toBe(`${text} Truly.`)
  expect(screen.queryByText('Draft by a language model: check every word.')).toBeNull()
  expect(screen.getByRole('button', { name: 'Save 1 answer' })).toBeTruthy()
})

it('says that it is being written, can be stopped, and gives way to who writes meanwhile', async () => {
  const { user, world } = await open()
  let release = world.hold(route)
  await user.click(ask())
  expect(await screen.findByText(/^The language model is writing/)).toBeTruthy()
  expect(ask().getAttribute('aria-busy')).toBe('true')
  await user.click(screen.getByRole('button', { name: 'Stop' }))
  expect(screen.queryByText(/^The language model is writing/)).toBeNull()
  release()
  release = world.hold(route)
  await user.click(ask())
  await user.type(field(), 'Maps.')
  release()
  expect(screen.queryByText(/^The language model is writing/)).toBeNull()
  await waitFor(() => expect(sent(world, '/draft')).toHaveLength(2))
  expect(field().value).toBe('Maps.')
  expect(screen.queryByText('Draft by a language model: check every word.')).toBeNull()
})

it('that fails says so at the question, which stays open', async () => {
  const { user, world } = await open()
  const sentence = 'The language model did not answer within 120 s. Write the answer yourself, or try again later.'
  world.override(route, problem(504, 'language-model-slow', sentence))
  await user.click(ask())
  expect(await screen.findByText(sentence)).toBeTruthy()
  expect(field().value).toBe('')
  world.override(route, null)
  await user.click(ask())
  expect(await screen.findByText('Draft by a language model: check every word.')).toBeTruthy()
  expect(screen.queryByText(sentence)).toBeNull()
})
