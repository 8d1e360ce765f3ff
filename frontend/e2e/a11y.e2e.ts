/** Everybody can use it: axe on every page in both colours, and the way to a sent application by keyboard alone. */
import type { Locator } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'

import { findings } from './support/axe'
import { ADA, SEND_MS } from './support/person'
import { resume } from './support/requirements'
import { story } from './support/story'

const TITLE = 'Accountant by the Quay'
/** A form that asks more often asks in vain. */
const ROUNDS = 4
/** More steps of the Tab key than any page needs. */
const TABS_MAX = 400

const ENTRIES = [
  '/real-time-dashboard',
  '/jobs',
  '/applications',
  '/batches',
  '/inbox',
  '/interviews',
  '/analytics',
  '/profile',
  '/sources',
  '/system',
]

const scene = story({ reducedMotion: 'reduce' })

beforeAll(async () => {
  await scene.jobwire.employers.open({ company: 'lumbertide', title: TITLE, city: 'London' })
})

const press = (...keys: string[]) =>
  keys.reduce((before, key) => before.then(() => scene.ada.page.keyboard.press(key)), Promise.resolve())
const type = (text: string) => scene.ada.page.keyboard.type(text)

/** Goes on with Tab until this has the focus, and looks whether one can see that it has. */
async function tabTo(target: Locator): Promise<void> {
  await target.waitFor()
  for (let step = 0; step < TABS_MAX; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      const isMarked = await target.evaluate((element) => {
        const seen = (of: Element) =>
          getComputedStyle(of).outlineStyle !== 'none' || getComputedStyle(of).boxShadow !== 'none'
        return seen(element) || (element.parentElement !== null && seen(element.parentElement))
      })
      expect(isMarked, 'the focus can be seen').toBe(true)
      return
    }
    await press('Tab')
  }
  throw new Error(`Tab does not lead to ${target}.`)
}

/** Answers a question whose field has the focus or is reached by Tab. */
async function answerByKeyboard(row: Locator): Promise<void> {
  const field = row.locator('input, select, textarea').first()
  await tabTo(field)
  const kind = await field.evaluate((element) => (element instanceof HTMLInputElement ? element.type : element.tagName))
  if (kind === 'SELECT') return press('ArrowDown')
  if (kind === 'checkbox') return press('Space')
  if (kind === 'date') return type('01032027')
  if (kind === 'number') return type('6')
  return type(kind === 'url' ? 'https://scene.ada-quist.example' : 'As agreed')
}

test('an account, a resume and running matching, by keyboard alone', async () => {
  await scene.ada.open('/register')
  await tabTo(scene.ada.page.getByLabel('Email'))
  await type(ADA.email)
  await tabTo(scene.ada.page.getByLabel('Password'))
  await type(ADA.password)
  await press('Enter')
  const chooser = scene.ada.page.waitForEvent('filechooser')
  await tabTo(scene.ada.button('Choose a file'))
  await press('Enter')
  await (await chooser).setFiles(resume())
  const about = scene.ada.region('About you')
  for (const [label, value] of [
    ['Full name', ADA.name],
    ['Email', ADA.email],
    ['Phone', ADA.phone],
    ['City', ADA.city],
    ['Country code', ADA.country],
  ] as const) {
    await tabTo(about.getByLabel(label, { exact: true }))
    await press('Control+a')
    await type(value)
  }
  await tabTo(scene.ada.button('Start matching'))
  await press('Enter')
  await scene.ada.match(TITLE).waitFor()
})

test('apply, answer, approve and send, by keyboard alone', async () => {
  await press('?')
  await scene.ada.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  await press('Escape')
  for (let row = 0; row < TABS_MAX && !(await scene.ada.match(TITLE).getAttribute('aria-current')); row += 1)
    await press('j')
  await press('a')
  await tabTo(scene.ada.page.getByRole('dialog').getByRole('button', { name: 'Begin', exact: true }))
  await press('Enter')
  await scene.ada.page.getByText('Application begun').waitFor()
  await press('g', 'a')
  await scene.ada.heading('Applications').waitFor()
  await scene.ada.page.getByRole('link', { name: TITLE }).waitFor()
  await press('j', 'Enter')
  await scene.ada.heading(TITLE).waitFor()
  const approve = scene.ada.button('Approve and send')
  const asked = scene.ada.page.getByRole('button', { name: /^Save \d+ answers?$/ })
  for (let round = 0; round < ROUNDS && (await scene.ada.nextTurn()) === 'asked'; round += 1) {
    await scene.ada.answer(answerByKeyboard)
    await tabTo(asked)
    await press('Enter')
    await asked.waitFor({ state: 'detached' })
    await scene.ada.status('Some answers are missing').waitFor({ state: 'detached' })
  }
  await tabTo(approve)
  await press('Enter')
  await scene.ada.status(/^Sent$/).waitFor({ timeout: SEND_MS })
  expect(await scene.jobwire.employers.ledger()).toHaveLength(1)
})

test('axe finds nothing on any page, in light and in dark', async () => {
  const application = new URL(scene.ada.page.url()).pathname
  await scene.ada.goTo('Live')
  const job = await scene.ada.match(TITLE).getByRole('link').first().getAttribute('href')
  const pages = ENTRIES.concat(application, job ?? '', '/welcome', '/no-such-page', '/login', '/register')
  const found: string[] = []
  for (const address of pages) {
    await scene.ada.open(address)
    await scene.ada.page.getByRole('heading', { level: 1 }).waitFor()
    await scene.ada.page.getByText('Loading…').first().waitFor({ state: 'detached' })
    found.push(...(await findings(scene.ada.page)).map((line) => `${address} ${line}`))
  }
  expect(found).toEqual([])
  expect(scene.ada.complaints).toEqual([])
})
