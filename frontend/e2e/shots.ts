/**
 * Pictures of every page of the real running server: `npm run shots:live`, into the folder SHOTS names or a
 * temporary one. Light and dark, wide and narrow. `dashboard.png` is the picture of the README.
 */
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { Jobwire } from './support/jobwire'
import { ADA, FILL_MS, Person, SEND_MS } from './support/person'
import { resume } from './support/requirements'

const SIZES = { wide: { width: 1440, height: 1000 }, phone: { width: 390, height: 844 } }
const folder = process.env.SHOTS ?? mkdtempSync(path.join(tmpdir(), 'jobwire-shots-'))
const SENT = 'Senior Accountant, Harbour Team'
const ASKS = 'Management Accountant'
const RUNS = 'Payroll Accountant'

let jobwire: Jobwire
let ada: Person

beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  jobwire = await Jobwire.start()
  ada = await Person.sitDown(jobwire, { reducedMotion: 'reduce' })
})
afterAll(async () => {
  await ada?.leave()
  await jobwire?.stop()
})

const picture = (name: string) => ada.page.screenshot({ path: path.join(folder, `${name}.png`) })

/** Every page in both colours and both sizes; a page wider than its window is a fault. */
async function everyPage(pages: Record<string, string>): Promise<string[]> {
  const tooWide: string[] = []
  for (const [name, address] of Object.entries(pages)) {
    await ada.page.setViewportSize(SIZES.wide)
    await ada.open(address)
    await ada.heading(/./).first().waitFor()
    await ada.page.getByText('Loading…').first().waitFor({ state: 'detached' })
    await ada.page.waitForLoadState('networkidle')
    for (const [size, viewport] of Object.entries(SIZES)) {
      await ada.page.setViewportSize(viewport)
      for (const colorScheme of ['light', 'dark'] as const) {
        await ada.page.emulateMedia({ colorScheme })
        await picture(`${name}-${size}-${colorScheme}`)
      }
      const excess = await ada.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (excess > 0) tooWide.push(`${name} is ${excess} px too wide at ${viewport.width} px`)
    }
  }
  await ada.page.emulateMedia({ colorScheme: 'light' })
  await ada.page.setViewportSize(SIZES.wide)
  return tooWide
}

test('every page has its picture', async () => {
  const empty = await everyPage({ register: '/register', login: '/login' })
  await ada.begin(resume())
  await picture('welcome-filled')
  for (const [title, company] of [
    [SENT, 'lumbertide'],
    [ASKS, 'quillmoor'],
    [RUNS, 'tarnwick-health'],
  ] as const)
    await jobwire.employers.open({ company, title, city: 'London' })
  await ada.apply(SENT)
  await ada.answerUntilReady()
  const sent = new URL(ada.page.url()).pathname
  const review = await everyPage({ review: sent })
  await ada.approve()
  await ada.status(/^Sent$/).waitFor({ timeout: SEND_MS })
  await jobwire.employers.mail('acknowledgement', ADA.email)
  await ada.status(/^Received$/).waitFor()
  await jobwire.employers.mail('interview', ADA.email)
  await ada.status(/^Interview$/).waitFor()
  await ada.goTo('Live')
  await ada.apply(ASKS)
  await ada.nextTurn()
  const asks = new URL(ada.page.url()).pathname
  await ada.goTo('Live')
  await ada.page.setViewportSize({ width: 1440, height: 900 })
  await ada.apply(RUNS)
  const running = new URL(ada.page.url()).pathname
  await ada.goTo('Live')
  const page = ada.region('In flight').getByRole('listitem').filter({ hasText: RUNS }).locator('img')
  await page.waitFor({ timeout: FILL_MS })
  await page.evaluate((img: HTMLImageElement) => img.decode())
  await picture('dashboard')
  const job = await ada.match(SENT).getByRole('link').first().getAttribute('href')
  const rest = await everyPage({
    running,
    live: '/real-time-dashboard',
    jobs: '/jobs',
    job: job ?? '/jobs',
    applications: '/applications',
    batches: '/batches',
    asks,
    sent,
    inbox: '/inbox',
    interviews: '/interviews',
    analytics: '/analytics',
    profile: '/profile',
    welcome: '/welcome',
    sources: '/sources',
    system: '/system',
    missing: '/no-such-page',
  })
  console.log(`The pictures are in ${folder}.`)
  expect([...empty, ...review, ...rest]).toEqual([])
}, 300_000)
