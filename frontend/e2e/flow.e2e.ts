/** The whole way, as a person goes it: from an account to an application that was sent. */
import { expect, test } from 'vitest'

import { ADA, FILL_MS, SEND_MS } from './support/person'
import { resume } from './support/requirements'
import { story } from './support/story'

/** The promise is one second, and is printed; a slow machine that runs other tests beside gets more. */
const APPEARS_MS = 8_000
/** The promise is two seconds, and is printed. */
const ANSWERED_MS = 10_000

const scene = story()

test('a resume that is dropped fills the profile, which can be edited', async () => {
  await scene.ada.register()
  await scene.ada.dropResume(resume())
  const about = scene.ada.region('About you')
  await about.waitFor({ timeout: 30_000 })
  await expect.poll(() => about.getByLabel('Headline').inputValue()).toMatch(/account/i)
  expect(await scene.ada.region('Work').getByRole('group').count()).toBeGreaterThan(0)
  await scene.ada.sayWhoIAm()
  await scene.ada.button('Start matching').click()
  await scene.ada.matches.first().waitFor()
  await scene.ada.remembersThisLoad()
  await scene.ada.goTo('Profile')
  await expect.poll(() => scene.ada.region('About you').getByLabel('Full name').inputValue()).toBe(ADA.name)
})

test('matches are ranked, each with a score and named reasons', async () => {
  await scene.ada.goTo('Live')
  await expect.poll(() => scene.ada.matches.count()).toBeGreaterThanOrEqual(50)
  const scores = await scene.ada.matches
    .getByRole('img')
    .evaluateAll((rings) => rings.map((ring) => Number(/\d+/.exec(ring.getAttribute('aria-label') ?? '')?.[0])))
  expect(scores).toEqual([...scores].sort((a, b) => b - a))
  expect(scores[0]).toBeGreaterThan(50)
  expect(scores.every((score) => score >= 0 && score <= 100)).toBe(true)
  expect(await scene.ada.matches.first().innerText()).toMatch(/For it:/)
})

const title = 'Senior Accountant, Harbour Team'

test('a posting that opens now appears, scored, without a reload', async () => {
  await scene.jobwire.employers.open({ company: 'lumbertide', title, city: 'London' })
  const openedAt = performance.now()
  await scene.ada.match(title).waitFor()
  const took = Math.round(performance.now() - openedAt)
  console.log(`A new posting was on screen ${took} ms after it opened.`)
  expect(took).toBeLessThan(APPEARS_MS)
  // A row that came in out of sight has its reasons once what is in sight was painted.
  await expect.poll(() => scene.ada.match(title).innerText(), { timeout: APPEARS_MS - took }).toMatch(/For it:/)
  expect(await scene.ada.hasReloaded()).toBe(false)
})

test('the form is filled live, step by step with pictures, and asks what only the person knows', async () => {
  await scene.ada.apply(title)
  const run = scene.ada.page.getByRole('region', { name: /^(Live run|Run)$/ })
  await run.getByRole('list', { name: 'Steps' }).getByText('Found the form').waitFor({ timeout: FILL_MS })
  const picture = run.getByRole('button', { name: /^Enlarge the picture/ }).first()
  await picture.waitFor()
  const isDrawn = () => picture.locator('img').evaluate((img: HTMLImageElement) => img.naturalWidth > 100)
  await expect.poll(isDrawn).toBe(true)
  await scene.ada.answerUntilReady()
})

test('the filled form waits for review with every answer and where it came from', async () => {
  const rows = scene.ada.region('Answers').getByRole('listitem')
  const texts = await rows.allInnerTexts()
  expect(texts.length).toBeGreaterThan(5)
  for (const text of texts) expect(text).toMatch(/Profile|You said before|You\b|Document|Rule|Optional/)
  expect(texts.some((text) => text.includes(ADA.name) && text.includes('Profile'))).toBe(true)
  expect(texts.some((text) => text.includes('Document'))).toBe(true)
  expect(await scene.jobwire.employers.ledger()).toEqual([])
})

test('what is approved is sent once, with the confirmation kept as evidence', async () => {
  await scene.ada.approve()
  await scene.ada.status(/^Sent$/).waitFor({ timeout: SEND_MS })
  await scene.ada
    .region('Evidence')
    .getByText(/^Verified/)
    .waitFor()
  const lines = await scene.jobwire.employers.ledger()
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({ email: ADA.email, name: ADA.name, again: false })
  expect(lines[0]?.files.length).toBeGreaterThan(0)
})

test('the acknowledgement changes the stage on screen, soon after its delivery', async () => {
  await scene.jobwire.employers.mail('acknowledgement', ADA.email)
  const deliveredAt = performance.now()
  await scene.ada.status(/^Received$/).waitFor()
  const took = Math.round(performance.now() - deliveredAt)
  console.log(`The acknowledgement was on screen ${took} ms after its delivery.`)
  expect(took).toBeLessThan(ANSWERED_MS)
  await scene.ada.region('What they wrote').getByText('Received').waitFor()
})

test('the invitation becomes an interview with its date and time zone', async () => {
  await scene.jobwire.employers.mail('interview', ADA.email)
  await scene.ada.status(/^Interview$/).waitFor()
  await scene.ada.goTo('Interviews')
  const interview = scene.ada.region('Coming up').getByRole('listitem').filter({ hasText: title })
  await interview.waitFor()
  const starts = new Date((await interview.locator('time').first().getAttribute('datetime')) ?? '')
  expect(starts.getTime()).toBeGreaterThan(Date.now())
  // London is where the person and the employer are; both read the same clock.
  const clock = starts.toLocaleTimeString('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' })
  expect(await interview.innerText()).toContain(clock)
  await scene.ada.page.getByText(/Times are in your zone, Europe\/London/).waitFor()
})

test('the numbers changed without a reload', async () => {
  await scene.ada.goTo('Live')
  const numbers = scene.ada.region('Analytics')
  const figure = (label: string) => numbers.locator('dl > div').filter({ hasText: label })
  await expect.poll(() => figure('Applied').innerText()).toMatch(/1/)
  await expect.poll(() => figure('Response rate').innerText()).toMatch(/100\s?%/)
  await expect.poll(() => figure('Interviews').innerText()).toMatch(/1/)
  await expect.poll(() => figure('Median time to answer').innerText()).toMatch(/\d/)
  await scene.ada.region('Interviews').getByText(title).waitFor()
  expect(await scene.ada.hasReloaded()).toBe(false)
  expect(scene.ada.complaints).toEqual([])
})
