/** What axe finds on a page. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

interface Found {
  violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[]
}

/** Each finding as a line: the rule and what breaks it. */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const found = await page.evaluate(
    (runOnly): Promise<Found> =>
      (globalThis as unknown as { axe: { run(o: object): Promise<Found> } }).axe.run({ runOnly }),
    RULES,
  )
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  )
}
