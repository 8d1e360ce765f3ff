/** A person takes the page over while it is filled, types something, and gives it back: that is their answer. */
import { expect, test } from 'vitest'

import { FILL_MS, SOON_MS } from './support/person'
import { resume } from './support/requirements'
import { story } from './support/story'

const title = 'Takeover Accountant'
/** A field that every form of this company has, and the profile fills by itself. */
const BY_HAND = 'by hand 27'

const scene = story()

test('the page is taken over while the form is filled, and what is typed becomes the answer', async () => {
  await scene.jobwire.employers.open({ company: 'lumbertide', title })
  await scene.ada.begin(resume())
  await scene.ada.match(title).waitFor()
  await scene.ada.apply(title)
  const page = scene.ada.page
  const takeOver = page.getByRole('button', { name: 'Take over' })
  await takeOver.click({ timeout: FILL_MS })
  await page.getByRole('button', { name: 'Give it back' }).waitFor({ timeout: FILL_MS })
  const canvas = page.getByRole('img', { name: 'The page, in your hands' })
  const isDrawn = () =>
    canvas.evaluate((it) => {
      const picture = it as HTMLCanvasElement
      const pixels = picture.getContext('2d')?.getImageData(0, 0, picture.width, picture.height).data ?? []
      return new Set(pixels).size > 20
    })
  await expect.poll(isDrawn, { timeout: SOON_MS }).toBe(true)
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
  await scene.jobwire.employers.open({ company: 'lumbertide', title: `${title} II` })
  const page = scene.ada.page
  await scene.ada.goTo('Live')
  await scene.ada.match(`${title} II`).waitFor()
  await scene.ada.apply(`${title} II`)
  await page.getByRole('button', { name: 'Take over' }).click({ timeout: FILL_MS })
  const canvas = page.getByRole('img', { name: 'The page, in your hands' })
  await canvas.waitFor({ timeout: FILL_MS })
  // The first field of the form that takes text, reached with the keyboard from the top of the page.
  for (let press = 0; press < 12; press += 1) {
    await page.keyboard.press('Tab')
    await page.keyboard.press('Control+a')
  }
  await page.keyboard.type(BY_HAND)
  await page.getByRole('button', { name: 'Give it back' }).click()
  await scene.ada.answerUntilReady()
  const rows = await scene.ada.region('Answers').getByRole('listitem').allInnerTexts()
  expect(rows.some((row) => row.includes(BY_HAND) && row.includes('You'))).toBe(true)
})
