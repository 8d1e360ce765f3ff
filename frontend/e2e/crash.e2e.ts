/**
 * The server is killed with `kill -9` in the middle of each step and started again: the page comes back by
 * itself and shows the truth, nothing is lost, and no employer gets two applications from one person.
 */
import { beforeAll, expect, test } from 'vitest'

import type { OpenedJob } from './support/employers'
import { ADA, FILL_MS, SEND_MS } from './support/person'
import { resume } from './support/requirements'
import { story } from './support/story'

/** What a dead process held is taken up at the next start; far sooner than its lease of a minute runs out. */
const TAKEN_UP_MS = 20_000
/** The employer's answer comes so late that the server is killed before it. */
const SLOW = { behaviour: 'slow', delay_ms: 20_000 } as const

const scene = story()
let first: OpenedJob
let second: OpenedJob

beforeAll(async () => {
  first = await scene.jobwire.employers.open({
    company: 'lumbertide',
    title: 'Accountant of the First Watch',
    city: 'London',
  })
  second = await scene.jobwire.employers.open({ company: 'tarnwick-health', title: 'Accountant of the Second Watch' })
})

/** Kills the server, sees that the page notices, starts it again, and sees that the page is back by itself. */
async function killAndRestart(meanwhile = async () => {}): Promise<void> {
  await scene.jobwire.kill()
  await meanwhile()
  await scene.ada.seesTheLoss()
  const startedIn = await scene.jobwire.begin()
  const readyAt = performance.now()
  await scene.ada.seesLive()
  const back = performance.now() - readyAt
  console.log(`Ready ${Math.round(startedIn)} ms after its start; the page was live ${Math.round(back)} ms later.`)
}

const linesFor = async (job: OpenedJob) =>
  (await scene.jobwire.employers.ledger()).filter((line) => line.job_id === job.id)

const hasOne = (region: string) => expect.poll(() => scene.ada.region(region).getByRole('listitem').count()).toBe(1)

test('killed while it scores: matching goes on and misses nothing', async () => {
  await scene.ada.register()
  await scene.ada.dropResume(resume())
  await scene.ada.region('About you').waitFor({ timeout: 30_000 })
  await scene.ada.sayWhoIAm()
  const accepted = scene.ada.page.waitForResponse((response) => response.url().endsWith('/matching/start'))
  await scene.ada.button('Start matching').click()
  await accepted
  await scene.ada.remembersThisLoad()
  await killAndRestart()
  await scene.ada.button('Stop matching').waitFor()
  await scene.ada.match(first.title).waitFor({ timeout: TAKEN_UP_MS })
  await scene.ada.match(second.title).waitFor()
  await expect.poll(() => scene.ada.matches.count()).toBeGreaterThanOrEqual(50)
  const later = await scene.jobwire.employers.open({ company: 'lumbertide', title: 'Accountant after the Storm' })
  await scene.ada.match(later.title).waitFor({ timeout: TAKEN_UP_MS })
})

test('killed while a form is filled: the page says so, and the run begins anew', async () => {
  await scene.ada.apply(first.title)
  expect(await scene.ada.nextTurn()).toBe('asked')
  await scene.ada.answerOnce()
  // At once: a quick machine fills it within three seconds.
  await scene.ada.status(/^The form is being filled$/).waitFor()
  await killAndRestart()
  // The second run was cut off, so it is the third that comes to an end.
  expect(await scene.ada.nextTurn(TAKEN_UP_MS + FILL_MS)).toBe('ready')
  await scene.ada.region('Run').getByText('Run 3').waitFor()
  expect(await scene.jobwire.employers.ledger()).toEqual([])
})

test('killed while the filled form waits for review: every answer is still there', async () => {
  await scene.ada.goTo('Live')
  await scene.ada.apply(second.title)
  await scene.ada.answerUntilReady()
  const answers = () => scene.ada.region('Answers').getByRole('listitem').allInnerTexts()
  const before = await answers()
  await killAndRestart()
  await scene.ada.status('Ready for your review').waitFor()
  expect(await answers()).toEqual(before)
  expect(await scene.jobwire.employers.ledger()).toEqual([])
})

test('killed right after the approval: it is sent once', async () => {
  const approved = scene.ada.page.waitForResponse((response) => response.url().endsWith('/approve'))
  await scene.ada.approve()
  expect((await approved).ok()).toBe(true)
  await killAndRestart()
  await scene.ada.status(/^Sent$/).waitFor({ timeout: TAKEN_UP_MS + SEND_MS })
  expect(await linesFor(second)).toHaveLength(1)
})

test('killed while it is sent: it is checked, and never sent again', async () => {
  await scene.ada.goTo('Applications')
  await scene.ada.page.getByRole('link', { name: first.title }).click()
  await scene.ada.nextTurn(TAKEN_UP_MS + FILL_MS)
  await scene.ada.answerUntilReady()
  await scene.jobwire.employers.behave({ job: first.id }, SLOW)
  await scene.ada.approve()
  expect(await scene.jobwire.employers.linesOf(first.id, 1, SEND_MS)).toHaveLength(1)
  await killAndRestart()
  await scene.ada.status(/^Being checked$/).waitFor({ timeout: TAKEN_UP_MS })
  expect(await linesFor(first)).toHaveLength(1)
})

test('killed while mail arrives: each mail is taken in once and moves its application', async () => {
  await killAndRestart(() => scene.jobwire.employers.mail('acknowledgement', ADA.email, first.id))
  await scene.ada.status(/^Received$/).waitFor()
  await hasOne('What they wrote')
  // Signed by the employer's own domain: that settles the doubt.
  await scene.ada.status(/^Sent$/).waitFor()
  await scene.ada.goTo('Applications')
  await scene.ada.page.getByRole('link', { name: second.title }).click()
  const delivered = scene.jobwire.employers.mail('interview', ADA.email, second.id)
  await killAndRestart(() => delivered)
  await scene.ada.status(/^Interview$/).waitFor()
  await hasOne('What they wrote')
  await hasOne('Interviews')
})

test('nobody got two applications from one person', async () => {
  const keys = (await scene.jobwire.employers.ledger()).map((line) => `${line.email} ${line.job_id}`)
  expect(keys.sort()).toEqual([...new Set(keys)].sort())
  expect(keys).toHaveLength(2)
  expect(await scene.ada.hasReloaded(), 'the page came back by itself each time').toBe(false)
  expect(scene.ada.complaints).toEqual([])
})
