/**
 * Takes pictures of the pages: `npm run shots -- http://localhost:3000 out/ [page…]`.
 * For looking at the front end with `npm run dev:mock` beside it. Fails on errors in the console and
 * on what axe finds.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const [base = 'http://localhost:3000', out = 'shots', ...wanted] = process.argv.slice(2)
const PAGES = {
  live: '/real-time-dashboard',
  jobs: '/jobs',
  job: '/jobs/019a0001-0000-7000-8000-000000000001',
  applications: '/applications',
  batches: '/batches',
  running: '/applications/019a0003-0000-7000-8000-000000000001',
  review: '/applications/019a0003-0000-7000-8000-000000000002',
  draft: '/applications/019a0003-0000-7000-8000-000000000003',
  sent: '/applications/019a0003-0000-7000-8000-000000000005',
  checking: '/applications/019a0003-0000-7000-8000-000000000004',
  decide: '/applications/019a0003-0000-7000-8000-000000000008',
  inbox: '/inbox',
  interviews: '/interviews',
  analytics: '/analytics',
  profile: '/profile',
  welcome: '/welcome',
  sources: '/sources',
  system: '/system',
  login: '/login',
  register: '/register',
}
const SIZES = { wide: { width: 1400, height: 1000 }, phone: { width: 390, height: 844 } }
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

mkdirSync(out, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
let problems = 0
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
    const tab = await context.newPage()
    tab.on('console', (message) => {
      if (message.type() === 'error') {
        problems += 1
        console.log(`${size} ${colorScheme} console: ${message.text()}`)
      }
    })
    tab.on('pageerror', (error) => {
      problems += 1
      console.log(`${size} ${colorScheme} error: ${error.message}`)
    })
    for (const [name, path] of Object.entries(PAGES)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue
      await tab.goto(base + path)
      await tab.waitForTimeout(900)
      await tab.screenshot({ path: `${out}/${name}-${size}-${colorScheme}.png` })
      await tab.evaluate(axe)
      const { violations } = await tab.evaluate(() =>
        globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }),
      )
      for (const violation of violations) {
        problems += 1
        console.log(
          `${name} ${size} ${colorScheme} ${violation.id}: ${violation.nodes
            .map((node) => node.html.slice(0, 130))
            .slice(0, 3)
            .join(' | ')}`,
        )
      }
      const overflow = await tab.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      if (overflow > 0) {
        problems += 1
        console.log(`${name} ${size}: ${overflow} px too wide`)
      }
    }
    await context.close()
  }
}
await browser.close()
console.log(problems === 0 ? 'No problems.' : `${problems} problems.`)
process.exitCode = problems === 0 ? 0 : 1
