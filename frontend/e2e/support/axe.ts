/** What axe finds on a page. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

interface Found {
  violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[]
}

/** Each finding as a line: everything in light, and in dark what differs there, the colours. */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const lines: string[] = []
  for (const [colorScheme, runOnly] of [
    ['light', RULES],
    ['dark', ['color-contrast']],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    // The colours of a page are those of the frame after the next.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    const found = await page.evaluate(
      (rules): Promise<Found> => (globalThis as unknown as { axe: { run(o: object): Promise<Found> } }).axe.run(rules),
      { runOnly: [...runOnly] },
    )
    for (const { id, nodes } of found.violations)
      lines.push(
        ...nodes.map((node) => `${colorScheme} ${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
      )
  }
  return lines
}
