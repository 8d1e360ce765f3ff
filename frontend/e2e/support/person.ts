/** A person at the screen: what they see and do, found by role and name as a screen reader finds it. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core'

import { count } from '../../src/lib/format'
import { answerQuestion } from './answers'
import { chromium as chromiumFile } from './requirements'

/** A live page has this long to show what happened. */
export const SOON_MS = 10_000
/** A form is opened, read and filled within this, on a machine that does other things too. */
export const FILL_MS = 60_000
/** A form is filled again, sent and confirmed within this. */
export const SEND_MS = 60_000
/** A page that lost its server comes back within this: the longest pause between tries is 20 s. */
export const RECONNECT_MS = 30_000

/** The live page lists so many matches before it is asked for more. */
export const MATCHES_SHOWN = 50

/** While a server is away the browser itself writes these to the console; they are no fault of the page. */
const OF_THE_NETWORK = /^(Failed to load resource|WebSocket connection to)/

export const ADA = {
  email: 'ada.quist@mail.example',
  password: 'a quiet harbour at dawn',
  name: 'Ada Quist',
  phone: '+44 20 7946 0811',
  city: 'London',
  country: 'GB',
}

/** A front end that was built after the binary: its files come from this folder, everything else from the server. */
async function serveInstead(context: BrowserContext, dist: string): Promise<void> {
  await context.route(
    ({ pathname }) => !/^\/(api|ws)\//.test(pathname),
    (route) => {
      const file = path.join(dist, new URL(route.request().url()).pathname)
      const isFile = path.extname(file) !== '' && existsSync(file)
      return route.fulfill({ path: isFile ? file : path.join(dist, 'index.html') })
    },
  )
}

/** Makes a page's processor so many times slower (`JOBWIRE_SLOW`), as it is on a busy machine. */
async function slowDown(page: Page, times: number): Promise<void> {
  if (times === 1) return
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: times })
}

export class Person {
  /** Errors of the page itself. A test that ends well ends without any. */
  readonly complaints: string[] = []

  private constructor(
    readonly page: Page,
    private readonly browser: Browser,
    private readonly server: { url: string },
  ) {
    page.setDefaultTimeout(SOON_MS)
    page.on('pageerror', (error) => this.complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !OF_THE_NETWORK.test(message.text())) this.complaints.push(message.text())
    })
  }

  static async sitDown(server: { url: string }, options: BrowserContextOptions = {}): Promise<Person> {
    const browser = await chromium.launch({ executablePath: chromiumFile(), args: ['--no-sandbox', '--disable-gpu'] })
    const context = await browser.newContext({
      viewport: { width: 1440, height: 1000 },
      timezoneId: 'Europe/London',
      locale: 'en-GB',
      ...options,
    })
    const dist = process.env.JOBWIRE_DIST
    if (dist) await serveInstead(context, dist)
    const page = await context.newPage()
    await slowDown(page, Number(process.env.JOBWIRE_SLOW ?? 1))
    return new Person(page, browser, server)
  }

  async leave(): Promise<void> {
    await this.browser.close()
  }

  async open(address: string): Promise<void> {
    await this.page.goto(this.server.url + address)
  }

  async register(): Promise<void> {
    await this.open('/register')
    await this.page.getByLabel('Email').fill(ADA.email)
    await this.page.getByLabel('Password').fill(ADA.password)
    await this.button('Create account').click()
    await this.heading('Let’s set up your search').waitFor()
  }

  /** Lets go of a file over the drop zone. */
  async dropResume(file: string): Promise<void> {
    const content = readFileSync(file).toString('base64')
    const carried = await this.page.evaluateHandle(
      ([text, name]) => {
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
        const transfer = new DataTransfer()
        transfer.items.add(new File([bytes], name, { type: 'application/pdf' }))
        return transfer
      },
      [content, path.basename(file)] as const,
    )
    const zone = this.page.getByRole('group', { name: 'Resume' })
    await zone.dispatchEvent('dragover', { dataTransfer: carried })
    await zone.dispatchEvent('drop', { dataTransfer: carried })
  }

  /** Says what the resume does not: public resumes carry no name and no address. */
  async sayWhoIAm(): Promise<void> {
    const about = this.region('About you')
    await about.getByLabel('Full name').fill(ADA.name)
    await about.getByLabel('Email').fill(ADA.email)
    await about.getByLabel('Phone').fill(ADA.phone)
    await about.getByLabel('City').fill(ADA.city)
    await about.getByLabel('Country code').fill(ADA.country)
  }

  /** From nothing to running matching, as a newcomer does it. */
  async begin(resume: string): Promise<void> {
    await this.register()
    await this.dropResume(resume)
    await this.region('About you').waitFor({ timeout: 30_000 })
    await this.sayWhoIAm()
    await this.button('Start matching').click()
    await this.matches.first().waitFor()
  }

  get matches(): Locator {
    return this.page
      .getByRole('list', { name: 'Matches' })
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('img') })
  }

  match(title: string): Locator {
    return this.matches.filter({ has: this.page.getByRole('link', { name: title, exact: true }) })
  }

  /** Applies to a match with both options on, and goes to watch. */
  async apply(title: string): Promise<void> {
    await this.match(title)
      .getByRole('button', { name: /^Apply to/ })
      .click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByLabel('Tailor my documents').check()
    await dialog.getByLabel('Follow links to other sites').check()
    await dialog.getByRole('button', { name: 'Begin', exact: true }).click()
    await this.button('Watch').click()
    await this.heading(title).waitFor()
  }

  /** Waits until a run has ended: either the form asks the person something, or it waits for the review. */
  async nextTurn(timeout = FILL_MS): Promise<'asked' | 'ready'> {
    const asked = this.status('Some answers are missing')
    const ready = this.status('Ready for your review')
    await asked.or(ready).waitFor({ timeout })
    return (await ready.isVisible()) ? 'ready' : 'asked'
  }

  /** Answers what only the person knows, as often as the form asks; ends when it is filled and waits. */
  async answerUntilReady(): Promise<void> {
    const rounds = 4
    for (let round = 1; round <= rounds; round += 1) {
      if ((await this.nextTurn()) === 'ready') return this.button('Approve and send').waitFor()
      await this.answerOnce()
      await this.status(/^(In line|The form is being filled|Ready for your review)$/).waitFor()
    }
    throw new Error(`The form still asks after ${rounds} rounds of answers.`)
  }

  /** Answers what is marked now, and saves it. */
  async answerOnce(): Promise<void> {
    await this.answer(answerQuestion)
    await this.page.getByRole('button', { name: /^Save \d+ answers?$/ }).click()
  }

  /** Answers what the review marks, from the top, until nothing is marked any more. */
  async answer(one: (question: Locator) => Promise<void>): Promise<void> {
    const field = this.page.locator('input, select, textarea')
    const rows = this.region('Answers').getByRole('listitem')
    const marked = rows.filter({ hasText: 'Yours to answer' }).filter({ has: field })
    await marked.first().waitFor()
    for (let left = await marked.count(); left > 0; left -= 1) {
      await one(marked.first())
      // An answered question is no longer marked.
      await marked.nth(left - 1).waitFor({ state: 'detached' })
    }
  }

  async approve(): Promise<void> {
    await this.button('Approve and send').click()
  }

  /** The sentence that says where an application stands. */
  status(words: string | RegExp): Locator {
    return this.region('Where it stands').getByText(words)
  }

  /** The page itself says that it follows live. */
  async seesLive(): Promise<void> {
    await this.connection('Live').waitFor({ timeout: RECONNECT_MS })
  }

  /** The page itself says that it has lost the server. */
  async seesTheLoss(): Promise<void> {
    await this.connection(/^(Reconnecting|Connecting…|Catching up…|Offline)$/).waitFor()
  }

  /** What the page says about its connection, if these are the words. */
  connection(words: string | RegExp): Locator {
    return this.page.getByRole('complementary').getByRole('status').getByText(words, { exact: true })
  }

  /** Marks the page as it is loaded now; a reload takes the mark away. */
  async remembersThisLoad(): Promise<void> {
    await this.page.evaluate(() => Object.assign(window, { loadedBefore: true }))
  }

  hasReloaded(): Promise<boolean> {
    return this.page.evaluate(() => !('loadedBefore' in window))
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { name })
  }

  region(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true })
  }

  /** A number among the analytics. */
  figure(label: string, value: number): Locator {
    const figures = this.region('Analytics').locator('dl > div')
    return figures.filter({ hasText: label }).filter({ hasText: count(value) })
  }

  async goTo(entry: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name: entry }).click()
  }
}
