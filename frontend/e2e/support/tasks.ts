/** How long the page's main thread was at one task: what a person feels as a page that does not answer. */
import type { Page } from 'playwright-core'

export interface LongestTask {
  /** Of the processor's time, whatever else the machine does. */
  cpuMs: number
  /** By the clock, as the browser tells a page of tasks over 50 ms; 0 when there was none. */
  clockMs: number
}

interface TraceEvent {
  name: string
  ph: string
  pid: number
  tid: number
  /** In µs, on the processor. */
  tdur?: number
  args: { name?: string }
}

/** Makes the page note its long tasks from its next load on. */
export async function noteTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const tasks: PerformanceEntry[] = []
    Object.assign(window, { tasks })
    new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: 'longtask' })
  })
}

/** The longest task of the page's main thread while `act` runs. */
export async function longestTask(page: Page, act: () => Promise<void>): Promise<LongestTask> {
  const browser = page.context().browser()
  if (!browser) throw new Error('The page has no browser.')
  const startedAt = await page.evaluate(() => performance.now())
  await browser.startTracing(page, { categories: ['toplevel'] })
  await act()
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  const clockMs = await page.evaluate(
    (since) =>
      (window as unknown as { tasks: PerformanceEntry[] }).tasks
        .filter((task) => task.startTime >= since)
        .reduce((longest, task) => Math.max(longest, Math.round(task.duration)), 0),
    startedAt,
  )
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`
  const mains = trace.traceEvents.filter(
    (event) => event.name === 'thread_name' && event.args.name === 'CrRendererMain',
  )
  const isMain = new Set(mains.map(thread))
  const onMain = trace.traceEvents.filter((event) => event.ph === 'X' && isMain.has(thread(event)))
  if (!onMain.some(({ tdur }) => tdur !== undefined)) throw new Error('The browser does not tell the processor’s time.')
  const cpuMs = onMain.reduce((longest, { tdur = 0 }) => Math.max(longest, tdur / 1000), 0)
  return { cpuMs: Math.round(cpuMs), clockMs }
}
