/** Several jobs in one go: progress per job and in all, paused and resumed, and nothing sent without a review of each. */
import { setTimeout as pass } from 'node:timers/promises'
import { expect, test } from 'vitest'

import { FILL_MS, SEND_MS } from './support/person'
import { resume } from './support/requirements'
import { story } from './support/story'

/** One of each family of forms, all at one site: they are filled one after the other. */
const COMPANIES = ['lumbertide', 'tarnwick-health', 'kestrelbay', 'quillmoor']
const TITLES = COMPANIES.map((company) => `Ledger Accountant for ${company}`)
const NAME = `Batch of ${TITLES.length}`
const IN_ALL = `Progress of the batch of ${TITLES.length} jobs`
/** Longer than a site is left alone between two forms. */
const LONGER_THAN_A_PAUSE_MS = 8_000

const scene = story()
const summary = () => scene.ada.region(NAME)

interface Reading {
  label: string
  value: number
}

/** Notes every value a progress bar takes from now on. */
async function watchMeters(): Promise<() => Promise<Reading[]>> {
  await scene.ada.page.evaluate(() => {
    const seen: { label: string; value: number }[] = []
    const note = () => {
      for (const bar of document.querySelectorAll('[role=progressbar]'))
        seen.push({ label: bar.getAttribute('aria-label') ?? '', value: Number(bar.getAttribute('aria-valuenow')) })
    }
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true })
    note()
    Object.assign(window, { metersSeen: seen })
  })
  return () =>
    scene.ada.page.evaluate(() => (window as unknown as { metersSeen: { label: string; value: number }[] }).metersSeen)
}

const valuesOf = (readings: readonly Reading[], label: string): number[] =>
  readings.filter((reading) => reading.label === label).map((reading) => reading.value)

test('the chosen jobs are begun together from the list, and watched on a page of their own', async () => {
  for (const [index, company] of COMPANIES.entries())
    await scene.jobwire.employers.open({ company, title: TITLES[index] })
  await scene.ada.begin(resume())
  await scene.ada.goTo('Jobs')
  await scene.ada.page.getByLabel('Search jobs').fill('Ledger Accountant for')
  const list = scene.ada.page.getByRole('list', { name: 'Jobs' })
  for (const title of TITLES) await list.getByRole('checkbox', { name: new RegExp(`^Select ${title} at`) }).check()
  await scene.ada.button(`Apply to ${TITLES.length}`).click()
  const dialog = scene.ada.page.getByRole('dialog', { name: `Apply to ${TITLES.length} jobs` })
  await dialog.getByRole('button', { name: 'Begin all' }).click()
  await scene.ada.page.getByText(`${TITLES.length} applications begun`).waitFor()
  await scene.ada.button('Watch').click()
  await summary().waitFor()
  for (const title of TITLES) await scene.ada.page.getByRole('link', { name: title }).waitFor()
})

test('a pause lets the run under way come to its end, and begins no other', async () => {
  await scene.ada.region('Waits for you').waitFor({ timeout: FILL_MS })
  await summary().getByRole('button', { name: 'Pause' }).focus()
  await scene.ada.page.keyboard.press('Enter')
  await summary().getByText('Paused. Nothing is begun or sent until you resume it').waitFor()
  await scene.ada.region('Running').waitFor({ state: 'detached', timeout: FILL_MS })
  const inLine = scene.ada.region('In line').getByRole('listitem')
  const held = await inLine.count()
  expect(held).toBeGreaterThan(0)
  await inLine
    .filter({ hasText: 'Its batch is paused' })
    .nth(held - 1)
    .waitFor()
  await pass(LONGER_THAN_A_PAUSE_MS)
  expect(await inLine.count()).toBe(held)
  expect(await scene.ada.region('Running').count()).toBe(0)
})

test('it goes on when it is resumed, with the progress of each and of all', async () => {
  const readings = await watchMeters()
  const resumedAt = performance.now()
  await summary().getByRole('button', { name: 'Resume' }).click()
  await summary()
    .getByText(`${TITLES.length} of ${TITLES.length} done`)
    .waitFor({ timeout: 2 * FILL_MS })
  console.log(`The rest was filled in ${Math.round((performance.now() - resumedAt) / 1000)} s.`)
  const seen = await readings()
  const ofAll = valuesOf(seen, IN_ALL)
  expect(ofAll).toEqual([...ofAll].sort((a, b) => a - b))
  expect(new Set(ofAll).size).toBeGreaterThan(4)
  const steps = TITLES.map((title) => new Set(valuesOf(seen, `Progress of ${title}`)).size)
  expect(Math.max(...steps), 'the steps of one that was filled').toBeGreaterThan(2)
  const waiting = scene.ada.region('Waits for you')
  for (const title of TITLES) await waiting.getByRole('link', { name: title }).waitFor()
  expect(await scene.jobwire.employers.ledger()).toEqual([])
})

test('what is approved while it is paused waits, and is sent once when it goes on', async () => {
  const title = TITLES[0] ?? ''
  await scene.ada.region('Waits for you').getByRole('link', { name: title }).click()
  await scene.ada.heading(title).waitFor()
  await scene.ada.answerUntilReady()
  const application = scene.ada.page.url()
  await scene.ada.page.getByRole('link', { name: 'Its batch' }).click()
  await summary().getByRole('button', { name: 'Pause' }).click()
  await summary().getByRole('button', { name: 'Resume' }).waitFor()
  await scene.ada.page.goto(application)
  await scene.ada.approve()
  await scene.ada.status(/^Its batch is paused$/).waitFor()
  await pass(LONGER_THAN_A_PAUSE_MS)
  expect(await scene.jobwire.employers.ledger()).toEqual([])
  await scene.ada.page.getByRole('link', { name: 'Its batch' }).click()
  await summary().getByRole('button', { name: 'Resume' }).click()
  await scene.ada.region('Sent').getByRole('link', { name: title }).waitFor({ timeout: SEND_MS })
  expect(await scene.jobwire.employers.ledger()).toHaveLength(1)
  expect(scene.ada.complaints).toEqual([])
})
