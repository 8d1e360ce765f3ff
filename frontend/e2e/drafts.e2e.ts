/** A language model drafts the answer to an open question: it is nothing until the person makes it theirs. */
import { afterAll, expect, test } from 'vitest'

import { LanguageModel } from './support/model'
import { ADA, FILL_MS, SEND_MS } from './support/person'
import { resume } from './support/requirements'
import { story } from './support/story'

/** Not every posting asks it; of so many some do. */
const POSTINGS_TRIED = 16
const WHY = 'Why would you like to work at'
const DRAFT = 'I like careful work, and I would be glad to do it with you and to learn from your team.'

const model = new LanguageModel()
const scene = story({}, () => model.start())
afterAll(() => model.stop())

/** Opens a posting whose form asks why. */
async function openAsking(): Promise<string> {
  for (let number = 1; number <= POSTINGS_TRIED; number += 1) {
    const title = `Ledger Accountant ${number}`
    const { url } = await scene.jobwire.employers.open({ company: 'lumbertide', title, city: 'London' })
    const pages = await Promise.all([url, `${url}/apply`, `${url}/application`].map((page) => fetch(page)))
    const texts = await Promise.all(pages.map((page) => page.text()))
    if (texts.some((text) => text.includes(WHY))) return title
  }
  throw new Error(`None of ${POSTINGS_TRIED} forms asks "${WHY} …?".`)
}

const question = () => scene.ada.region('Answers').getByRole('listitem').filter({ hasText: WHY })
const ask = () => question().getByRole('button', { name: /^Draft an answer/ })
const field = () => question().getByRole('textbox')
const mark = () => question().getByText('Draft by a language model: check every word.')

test('a draft is shown, marked, and gone with the page: it was never an answer', async () => {
  const title = await openAsking()
  await scene.ada.begin(resume())
  await scene.ada.match(title).waitFor()
  await scene.ada.apply(title)
  expect(await scene.ada.nextTurn(FILL_MS)).toBe('asked')
  model.text = DRAFT
  await ask().click()
  await mark().waitFor()
  expect(await field().inputValue()).toBe(DRAFT)
  expect(await scene.ada.page.getByRole('button', { name: /^Save/ }).count()).toBe(0)
  await scene.ada.page.reload()
  await ask().waitFor()
  expect(await mark().count()).toBe(0)
  expect(await scene.ada.region('Answers').getByText(DRAFT).count()).toBe(0)
  expect(model.told).toHaveLength(1)
  expect(model.told[0]).toContain(WHY)
  for (const secret of [ADA.name, ADA.email, ADA.phone]) expect(model.told[0]).not.toContain(secret)
})

test('what the profile does not say is refused, and the question stays open', async () => {
  model.text = 'I worked at Google for 31 years and hold a PhD.'
  await ask().click()
  await question()
    .getByText(/was thrown away: your profile does not say “31”/)
    .waitFor()
  expect(await mark().count()).toBe(0)
  await ask().waitFor()
})

test('a draft that is used is the person’s answer, typed and sent once', async () => {
  model.text = DRAFT
  await ask().click()
  await mark().waitFor()
  await question().getByRole('button', { name: 'Use this draft' }).click()
  await mark().waitFor({ state: 'detached' })
  await scene.ada.answerOnce()
  await scene.ada.status(/^(In line|The form is being filled|Ready for your review)$/).waitFor()
  await scene.ada.answerUntilReady()
  expect(await question().innerText()).toContain(DRAFT)
  expect(await question().innerText()).toContain('You')
  await scene.ada.approve()
  await scene.ada.status(/^Sent$/).waitFor({ timeout: SEND_MS })
  const lines = await scene.jobwire.employers.ledger()
  expect(lines).toHaveLength(1)
  expect(lines[0]?.answers.filter(({ value }) => value === DRAFT)).toHaveLength(1)
  expect(model.told).toHaveLength(3)
  expect(scene.ada.complaints).toEqual([])
})
