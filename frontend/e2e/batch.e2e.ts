/** Five jobs in one go: progress per job and in all, and nothing sent without a review of each. */
import { expect, test } from 'vitest'

import { FILL_MS } from './support/person'
import { resume } from './support/requirements'
import { story } from './support/story'

/** One of each family of forms, and one twice. */
const COMPANIES = ['lumbertide', 'tarnwick-health', 'kestrelbay', 'pike-and-plume', 'quillmoor']
const TITLES = COMPANIES.map((company) => `Ledger Accountant for ${company}`)

const scene = story()

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

test('five chosen jobs are begun together from the list', async () => {
  for (const [index, company] of COMPANIES.entries())
    await scene.jobwire.employers.open({ company, title: TITLES[index] })
  await scene.ada.begin(resume())
  await scene.ada.goTo('Jobs')
  await scene.ada.page.getByLabel('Search jobs').fill('Ledger Accountant for')
  const list = scene.ada.page.getByRole('list', { name: 'Jobs' })
  for (const title of TITLES) await list.getByRole('checkbox', { name: new RegExp(`^Select ${title} at`) }).check()
  await scene.ada.button('Apply to 5').click()
  const dialog = scene.ada.page.getByRole('dialog', { name: 'Apply to 5 jobs' })
  await dialog.getByRole('button', { name: 'Begin all' }).click()
  await scene.ada.page.getByText('5 applications begun').waitFor()
})

test('each job shows its own progress, and the batch the progress of all', async () => {
  await scene.ada.goTo('Applications')
  const batch = scene.ada.region('Batch of 5')
  await batch.waitFor()
  const readings = await watchMeters()
  const begunAt = performance.now()
  for (const title of TITLES) await batch.getByRole('link', { name: title }).waitFor()
  await batch
    .getByRole('status')
    .getByText(/^[1-4] of 5 done/)
    .waitFor({ timeout: FILL_MS })
  await batch.waitFor({ state: 'detached', timeout: 2 * FILL_MS })
  console.log(`Five forms were filled in ${Math.round((performance.now() - begunAt) / 1000)} s.`)
  const seen = await readings()
  const ofAll = valuesOf(seen, 'Progress of the batch of 5 jobs')
  expect(ofAll).toEqual([...ofAll].sort((a, b) => a - b))
  expect(new Set(ofAll).size).toBeGreaterThan(4)
  for (const title of TITLES) {
    const own = valuesOf(seen, `Progress of ${title}`).filter((value) => value > 0 && value < 100)
    expect(new Set(own).size, `progress of ${title}`).toBeGreaterThan(1)
  }
})

test('each of the five waits for its own review, and nothing was sent', async () => {
  const waiting = scene.ada.region('Waits for you')
  for (const title of TITLES) await waiting.getByRole('link', { name: title }).waitFor()
  expect(await scene.jobwire.employers.ledger()).toEqual([])
  expect(scene.ada.complaints).toEqual([])
})
