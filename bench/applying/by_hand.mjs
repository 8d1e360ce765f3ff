// The peer of the benchmark: a script for these five forms, as somebody would write it who has them open beside it.
// It knows every selector and every answer, waits for nothing it does not need, and checks nothing it typed.
//
// node by_hand.mjs < order.json   → {"ms": [one number for each form]}
// order: {"chromium": path, "resume": path, "forms": [{"family", "url", "fields", "values": {name: text}}]}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../frontend/package.json', import.meta.url));
const { chromium } = require('playwright-core');

const order = JSON.parse(readFileSync(0, 'utf8'));
const SEPARATOR = '\u001f';

const named = (name) => `[name=${JSON.stringify(name)}]`;

/** Where each family keeps the question of a name. */
const question = {
  greenhouse: (page, name) =>
    page.locator(`.field-wrapper:has([name=${JSON.stringify(name)}], [data-name=${JSON.stringify(name)}])`),
  lever: (page, name) => page.locator(`li.application-question:has(${named(name)})`).last(),
  ashby: (page, name) => page.locator(`[data-field-path=${JSON.stringify(name)}]`),
  workable: (page, name) => page.locator(`.styles--group:has(${named(name)})`).last(),
  recruitee: (page, name) => page.locator(`.sc-field:has(${named(name)})`),
};

/** Which button sends. */
const SEND = {
  greenhouse: '#submit_app',
  lever: '#btn-submit',
  ashby: '.ashby-application-form-submit-button',
  workable: '[data-ui=apply-button], button[type=submit]',
  recruitee: 'button[type=submit]',
};

/** Picks from whatever the question offers its options with. */
async function choose(box, value) {
  const list = box.locator('select');
  if (await list.count()) return list.selectOption({ label: value });
  const dot = box.locator(`input[value=${JSON.stringify(value)}]`);
  if (await dot.count()) return dot.check();
  const ticked = box.locator('input[type=checkbox], input[type=radio]');
  if (await ticked.count()) return box.getByLabel(value, { exact: true }).check();
  const button = box.getByRole('button', { name: value, exact: true });
  if (await button.count()) return button.click();
  await box.getByRole('combobox').click();
  const exactly = new RegExp(`^\\s*${value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
  return box.page().locator('[role=option]:visible').filter({ hasText: exactly }).first().click();
}

async function answer(page, form, field) {
  const box = question[form.family](page, field.name);
  const value = form.values[field.name];
  switch (field.kind) {
    case 'file':
      await box.locator('input[type=file]').setInputFiles(order.resume);
      return;
    case 'consent':
      if (await box.getByRole('switch').count()) return box.getByRole('switch').click();
      await page.locator(`input[type=checkbox]${named(field.name)}`).first().press('Space');
      return;
    case 'many':
      for (const one of value.split(SEPARATOR)) await choose(box, one);
      return;
    case 'one':
      await choose(box, value);
      return;
    case 'town':
      await box.getByRole('combobox').fill(value.split(',')[0]);
      await page.getByRole('option').first().click();
      return;
    case 'date': {
      const [year, month, day] = value.split('-');
      const text = { native: value, dotted: `${day}.${month}.${year}`, american: `${month}/${day}/${year}` }[field.day];
      await box.locator('input:not([type=hidden])').first().fill(text);
      return;
    }
    default:
      if (await box.locator('[contenteditable]').count()) return box.locator('[contenteditable]').fill(value);
      await box.locator('input:not([type=hidden]), textarea').first().fill(value);
  }
}

async function apply(browser, form) {
  const page = await browser.newPage();
  const cookies = page.locator('#cookie-banner');
  await page.addLocatorHandler(cookies, () => cookies.getByRole('button').last().click());
  await page.goto(form.url);
  const door = page.locator('a.apply-button, a[data-ui=overview-apply-now]');
  if (await door.count()) await door.click();
  const send = page.locator(SEND[form.family]);
  await send.waitFor();
  for (const field of form.fields) {
    if (field.kind === 'file' || form.values[field.name] !== undefined) await answer(page, form, field);
  }
  await send.click();
  await page.getByText(/thank|dank|gracias|merci/i).first().waitFor();
  await page.close();
}

const ms = [];
for (const form of order.forms) {
  const began = performance.now();
  const browser = await chromium.launch({ executablePath: order.chromium, args: ['--no-sandbox'] });
  await apply(browser, form);
  ms.push(performance.now() - began);
  await browser.close();
}
console.log(JSON.stringify({ ms }));
