/** A person takes the page over while it is filled, types something, and gives it back: that is their answer. */
import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'

import { FILL_MS, SOON_MS } from './support/person'
import { resume } from './support/requirements'
import { story } from './support/story'

const title = 'Takeover Accountant'
/** A name that no profile holds. */
const BY_HAND = 'by hand 27'

const scene = story()

/** Begins an application, and takes the page over while its form is filled. */
async function takeOver(title: string): Promise<void> {
  await scene.ada.match(title).waitFor()
  await scene.ada.apply(title)
  // The first run only finds out what it has to ask. The next one fills the form.
  expect(await scene.ada.nextTurn()).toBe('asked')
  await scene.ada.answerOnce()
  await scene.ada.status(/^The form is being filled$/).waitFor({ timeout: FILL_MS })
  // Before its page is open: nobody has to be quick.
  await scene.ada.button('Take over').click()
  await scene.ada.button('Give it back').waitFor({ timeout: FILL_MS })
}

/** The page that was taken over, once it is drawn. */
async function pageInHand(): Promise<Locator> {
  const canvas = scene.ada.page.getByRole('img', { name: 'The page, in your hands' })
  const isDrawn = () =>
    canvas.evaluate((it) => {
      const picture = it as HTMLCanvasElement
      const pixels = picture.getContext('2d')?.getImageData(0, 0, picture.width, picture.height).data ?? []
      return new Set(pixels).size > 20
    })
  await expect.poll(isDrawn, { timeout: SOON_MS }).toBe(true)
  return canvas
}

test('the page is taken over while the form is filled, and given back by keyboard', async () => {
  await scene.jobwire.employers.open({ company: 'lumbertide', title })
  await scene.ada.begin(resume())
  await takeOver(title)
  const page = scene.ada.page
  await pageInHand()
  // The keyboard alone, as somebody without a mouse would: the canvas has the focus, Tab goes through the form.
  await page.keyboard.press('Tab')
  const held = await page.evaluate(() => document.activeElement?.tagName)
  expect(held, 'Tab belongs to the page in the picture').toBe('CANVAS')
  await page.keyboard.press('Shift+Escape')
  await page.getByRole('button', { name: 'Give it back' }).waitFor({ state: 'detached' })
  await scene.ada.answerUntilReady()
  expect(await scene.jobwire.employers.ledger()).toEqual([])
})

test('text that is typed by hand is what the review shows', async () => {
  const job = await scene.jobwire.employers.open({ company: 'lumbertide', title: `${title} II` })
  const page = scene.ada.page
  await scene.ada.goTo('Live')
  await takeOver(`${title} II`)
  const canvas = await pageInHand()
  const size = await canvas.evaluate((it) => ({
    width: (it as HTMLCanvasElement).width,
    height: (it as HTMLCanvasElement).height,
  }))
  const field = await placeOf(`${job.url}/apply`, 'Full name', size)
  const box = await canvas.boundingBox()
  if (!box) throw new Error('the picture has no place on the page')
  const [x, y] = [box.x + (field.x * box.width) / size.width, box.y + (field.y * box.height) / size.height]
  await page.mouse.move(x, y)
  // The run may have scrolled: back to the top of the form.
  await page.mouse.wheel(0, -100_000)
  await page.mouse.click(x, y)
  await page.keyboard.press('Control+a')
  await page.keyboard.type(BY_HAND)
  await page.getByRole('button', { name: 'Give it back' }).click()
  await scene.ada.answerUntilReady()
  const rows = await scene.ada.region('Answers').getByRole('listitem').allInnerTexts()
  const written = rows.find((row) => row.includes(BY_HAND))
  expect(written, rows.join('\n---\n')).toContain('You')
  expect(await scene.jobwire.employers.ledger()).toEqual([])
  expect(scene.ada.complaints).toEqual([])
})

/** Where a field of a form is, seen from the top of the page in a window of this size. */
async function placeOf(
  address: string,
  label: string,
  size: { width: number; height: number },
): Promise<{ x: number; y: number }> {
  const form = await scene.ada.page.context().newPage()
  await form.setViewportSize(size)
  await form.goto(address)
  const box = await form.getByLabel(label).boundingBox()
  await form.close()
  if (!box) throw new Error(`${address} shows no field ${label}`)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
