/** What the person of the tests says when a form asks. */
import type { Locator } from 'playwright-core'

const SAID: readonly [RegExp, string][] = [
  [/linkedin/i, 'https://www.linkedin.com/in/ada-quist'],
  [/website|portfolio|github|url|link/i, 'https://ada-quist.example'],
  [/salary|pay|compensation/i, '52000'],
  [/how many|years|number of/i, '6'],
  [/notice|start|when could/i, 'In four weeks'],
  [/phone|mobile/i, '+44 20 7946 0811'],
  [/city|town|location|where/i, 'London'],
]
const OTHERWISE = 'I have done this work for years and would like to do it with you.'
/** The day a person says they can begin. */
const DAY = '2027-03-01'

/** Fills in the one question of this row. */
export async function answerQuestion(row: Locator): Promise<void> {
  const label = (await row.innerText()).split('\n')[0] ?? ''
  const select = row.getByRole('combobox')
  const boxes = row.getByRole('checkbox')
  if (await boxes.count()) return boxes.first().check()
  if ((await select.count()) && (await select.first().evaluate((field) => field.tagName === 'SELECT'))) {
    return choose(select.first())
  }
  const field = row.locator('input, textarea').first()
  const type = await field.getAttribute('type')
  const said = SAID.find(([pattern]) => pattern.test(label))?.[1] ?? OTHERWISE
  await field.fill(type === 'date' ? DAY : type === 'number' ? said.replace(/\D/g, '') || '6' : said)
}

/** Yes where that is offered, else the first thing there is. */
async function choose(select: Locator): Promise<void> {
  const options = (await select.locator('option').allInnerTexts()).filter((text) => text !== 'Choose…')
  const wanted = options.find((text) => /^(yes|ja|sí)\b/i.test(text)) ?? options[0]
  if (!wanted) throw new Error('A question offers nothing to choose.')
  await select.selectOption({ label: wanted })
}
