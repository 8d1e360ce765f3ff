// How long it takes from the click on "Start matching" until fifty matches are on the screen, in a real Chromium.
// Called by bench/matching/run screen: first_screen.mjs JOBWIRE POSTINGS CHROMIUM. Prints one JSON object.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'

const [binary, postings, executablePath] = process.argv.slice(2)
const { chromium } = createRequire(new URL('../../frontend/package.json', import.meta.url))('playwright-core')
/** How often the list is filled from nothing. */
const TIMES = 21
/** What a person sees without scrolling, and some. */
const WANTED = 50
/** What shows one match. */
const ROWS = 'li[data-row]'
/** Until what a start leaves behind is written. */
const SETTLE_MS = 500

const folder = mkdtempSync(path.join(tmpdir(), 'jobwire-screen-'))
const data = ['--data-dir', folder]
const imported = spawnSync(binary, ['import', postings, ...data], { encoding: 'utf8' })
if (imported.status !== 0) throw new Error(imported.stderr)
const server = spawn(binary, ['serve', '--port', '0', ...data], { stdio: ['ignore', 'pipe', 'ignore'] })
const base = await new Promise((ready) => {
  server.stdout.on('data', (text) => {
    const address = /ready at (\S+)/.exec(String(text))
    if (address) ready(address[1])
  })
})
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  const resume = {
    basics: { name: 'Ada Example', label: 'Data Engineer' },
    work: [{ name: 'Acme', position: 'Data Engineer', summary: 'Python, SQL and Spark pipelines on AWS.' }],
    skills: [{ name: 'Python' }, { name: 'SQL' }, { name: 'Spark' }, { name: 'AWS' }],
  }
  const file = { name: 'resume.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(resume)) }
  const times = []
  let total
  for (let time = 0; time < TIMES; time += 1) {
    // Somebody new each time: whoever matched before still has their list.
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    const ask = async (method, address, options = {}) => {
      const answer = await page.request.fetch(`${base}/api/v1/${address}`, {
        method,
        headers: { origin: base },
        ...options,
      })
      if (!answer.ok()) throw new Error(`${address}: ${answer.status()} ${await answer.text()}`)
      return answer
    }
    await ask('POST', 'auth/register', { data: { email: `ada${time}@mail.example`, password: 'a short sentence' } })
    await ask('POST', 'profile/resume', { multipart: { file } })
    await page.goto(`${base}/`)
    const start = page.getByRole('button', { name: 'Start matching' }).first()
    await start.waitFor()
    await page.waitForLoadState('networkidle')
    if ((await page.locator(ROWS).count()) > 0) throw new Error('there are matches before the start')
    // Measured in the page: from the event of the click to the frame that shows the last of them.
    const shown = page.evaluate(
      ([rows, wanted]) =>
        new Promise((done) => {
          let clicked = 0
          addEventListener('click', () => (clicked ||= performance.now()), { capture: true, once: true })
          const observer = new MutationObserver(() => {
            if (!clicked || document.querySelectorAll(rows).length < wanted) return
            observer.disconnect()
            requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - clicked)))
          })
          observer.observe(document.body, { childList: true, subtree: true })
        }),
      [ROWS, WANTED],
    )
    await start.click()
    times.push(await shown)
    ;({ total } = await (await ask('GET', 'matching/status')).json())
    await ask('POST', 'matching/stop')
    await page.waitForTimeout(SETTLE_MS)
    await context.close()
  }
  times.sort((one, other) => one - other)
  const at = (share) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))])
  console.log(JSON.stringify({ postings: total, start_to_50_on_screen_ms: { p50: at(0.5), p95: at(0.95), best: at(0) } }))
} finally {
  await browser.close()
  server.kill()
  rmSync(folder, { recursive: true, force: true })
}
