/**
 * The page says truthfully whether it follows, and ends equal to the database: through killed servers, frozen and
 * covered tabs, a network that goes and comes, and a session that ends. `JOBWIRE_STORM=full` kills ten
 * times and lets the tab sleep for minutes, so long that the server hangs up on it.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { CDPSession } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { byScore } from '../../src/lib/byScore'
import { count } from '../../src/lib/format'
import { STATES } from '../../src/lib/vocabulary'
import { MATCHES_SHOWN } from '../support/person'
import { resume } from '../support/requirements'
import { SecondClient } from '../support/secondClient'
import { story } from '../support/story'

const IS_FULL = process.env.JOBWIRE_STORM === 'full'
const STORMS = IS_FULL ? 10 : 3
/** How long a tab sleeps. */
const ASLEEP_MS = IS_FULL ? 120_000 : 0
/** Twice that, and what happens meanwhile. */
const SLEEPING_MS = 2 * ASLEEP_MS + 240_000
/** What happened is on screen within this after the page follows again; boards are read and jobs scored meanwhile. */
const EQUAL_MS = 20_000

const scene = story()
let elsewhere: SecondClient
let cdp: CDPSession

beforeAll(async () => {
  cdp = await scene.ada.page.context().newCDPSession(scene.ada.page)
  await cdp.send('Network.enable')
})

/** What the live page shows, as lines. */
async function shown(): Promise<string[]> {
  const matches = await scene.ada.matches.evaluateAll((rows) =>
    rows.map((row) => {
      const score = row.querySelector('[role=img]')?.getAttribute('aria-label') ?? ''
      return `${row.getAttribute('data-row')} ${score}`
    }),
  )
  const figures = await scene.ada.region('Analytics').locator('dl').first().innerText()
  const figure = (label: string) => `${label} ${new RegExp(`${label}\\s+([\\d,]+)`).exec(figures)?.[1]}`
  return [...matches.sort(), figure('Applied'), figure('Interviews')]
}

/** The same lines out of the database. */
async function known(): Promise<string[]> {
  const [matches, analytics] = await Promise.all([elsewhere.matches(), elsewhere.analytics()])
  const first = matches.sort(byScore).slice(0, MATCHES_SHOWN)
  const lines = first.map(({ job_id, match_score }) => `${job_id} Match score ${Math.round(match_score * 100)} of 100`)
  return [...lines.sort(), `Applied ${count(analytics.applied)}`, `Interviews ${count(analytics.interviews)}`]
}

/** The live page, and the list of applications, show what the database holds. */
async function seesTheTruth(): Promise<void> {
  await expect.poll(async () => difference(await shown(), await known()), { timeout: EQUAL_MS }).toEqual([])
  await scene.ada.goTo('Applications')
  const rows = () =>
    scene.ada.page
      .locator('li[data-row]')
      .evaluateAll((all) => all.map((row) => `${row.getAttribute('data-row')} ${(row as HTMLElement).innerText}`))
  const unlike = async () => {
    const [shownRows, applications] = await Promise.all([rows(), elsewhere.applications()])
    const isShown = ({ id, status }: (typeof applications)[number]) =>
      shownRows.some((row) => row.startsWith(id) && row.includes(STATES[status].label))
    return [applications.length - shownRows.length, ...applications.filter((one) => !isShown(one))]
  }
  await expect.poll(unlike, { timeout: EQUAL_MS }).toEqual([0])
  await scene.ada.goTo('Live')
}

function difference(one: string[], other: string[]): string[] {
  const left = [...other]
  const extra = one.filter((line) => {
    const at = left.indexOf(line)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
  return [...extra.map((line) => `shown: ${line}`), ...left.map((line) => `known: ${line}`)]
}

/** Things happen that the page did not do: a match is hidden, an application begun and dropped, a city changed. */
async function muchHappens(no: number): Promise<void> {
  const matches = await elsewhere.matches()
  const [hidden, applied] = [matches[no * 2], matches[no * 2 + 1]]
  if (!hidden || !applied) throw new Error('There are too few matches for a story.')
  await elsewhere.hide(hidden.job_id)
  await elsewhere.applyAndCancel(applied.job_id)
  await elsewhere.moveTo(`London ${no}`)
}

test('a person follows live', async () => {
  await scene.ada.begin(resume())
  elsewhere = await SecondClient.signIn(scene.jobwire.url)
  await scene.ada.seesLive()
  await expect.poll(() => scene.ada.matches.count()).toBe(MATCHES_SHOWN)
  await scene.ada.remembersThisLoad()
  await seesTheTruth()
})

test(`killed ${STORMS} times while much happens: the page says so each time, and ends equal to the database`, async () => {
  for (let storm = 1; storm <= STORMS; storm += 1) {
    await muchHappens(storm)
    await scene.jobwire.kill()
    await scene.ada.seesTheLoss()
    await scene.ada.page.getByText('what you see may be a moment old').waitFor()
    // The employers do not wait for a dead server.
    await scene.jobwire.employers.open({ company: 'lumbertide', title: `Accountant of Storm ${storm}` })
    await scene.jobwire.begin()
    const readyAt = performance.now()
    await scene.ada.seesLive()
    console.log(`Storm ${storm}: live ${Math.round(performance.now() - readyAt)} ms after the server was ready.`)
  }
  await seesTheTruth()
})

test(
  'frozen in the background while much happens and the server is killed: awake it ends equal',
  async () => {
    const other = await scene.ada.page.context().newPage()
    await other.bringToFront()
    await cdp.send('Page.setWebLifecycleState', { state: 'frozen' })
    await muchHappens(STORMS + 1)
    await pause(ASLEEP_MS)
    await cdp.send('Page.setWebLifecycleState', { state: 'active' })
    await scene.ada.seesLive()
    await seesTheTruth()
    await cdp.send('Page.setWebLifecycleState', { state: 'frozen' })
    await muchHappens(STORMS + 2)
    await scene.jobwire.kill()
    await scene.jobwire.begin()
    await pause(ASLEEP_MS)
    await cdp.send('Page.setWebLifecycleState', { state: 'active' })
    await other.close()
    await scene.ada.page.bringToFront()
    await seesTheTruth()
    await scene.ada.seesLive()
  },
  SLEEPING_MS,
)

test('without a network it says so, and with it again it ends equal', async () => {
  const network = (offline: boolean) =>
    cdp.send('Network.emulateNetworkConditions', {
      offline,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    })
  await network(true)
  await scene.ada.connection('Offline').waitFor()
  await muchHappens(STORMS + 3)
  await network(false)
  await scene.ada.seesLive()
  await seesTheTruth()
})

test('when the session is ended elsewhere the page says so, and claims no longer to be live', async () => {
  const cookies = await scene.ada.page.context().cookies(scene.jobwire.url)
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  await SecondClient.logOut(scene.jobwire.url, cookie)
  await scene.ada.page.getByText('Your session has ended. What you see may be old.').waitFor()
  await scene.ada.connection('Disconnected').waitFor()
  expect(await scene.ada.connection('Live').count()).toBe(0)
  await scene.ada.page.getByRole('link', { name: 'Log in again' }).waitFor()
  expect(await scene.ada.hasReloaded(), 'the page came through all of it by itself').toBe(false)
  expect(scene.ada.complaints).toEqual([])
})
