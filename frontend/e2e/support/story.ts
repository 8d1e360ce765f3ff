/** A story in several steps: one server, one person, each step a test that begins where the last one ended. */
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { BrowserContextOptions } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'

import { Jobwire } from './jobwire'
import { Person } from './person'

export interface Story {
  jobwire: Jobwire
  ada: Person
}

/** Where the picture of a step that failed is put. */
const FAILURES = path.join(tmpdir(), 'jobwire-e2e-failures')

/** Sets the scene for the tests of a file; what it gives is there once the first of them runs. */
export function story(
  options: BrowserContextOptions = {},
  settings: () => Promise<NodeJS.ProcessEnv> = () => Promise.resolve({}),
): Story {
  const scene = {} as Story
  let failed: string | null = null
  beforeAll(async () => {
    scene.jobwire = await Jobwire.start(await settings())
    scene.ada = await Person.sitDown(scene.jobwire, options)
  })
  beforeEach(() => {
    if (failed) throw new Error(`The step before did not come to its end: ${failed}.`)
  })
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || failed) return
    failed = task.name
    mkdirSync(FAILURES, { recursive: true })
    const file = path.join(FAILURES, `${task.name.replace(/\W+/g, '-')}.png`)
    await scene.ada?.page.screenshot({ path: file, fullPage: true }).catch(() => null)
    console.error(`What the page showed is in ${file}.`)
    console.error(`What the page complained about: ${JSON.stringify(scene.ada?.complaints)}.`)
    console.error(`What the server wrote:\n${scene.jobwire?.logTail()}`)
  })
  afterAll(async () => {
    await scene.ada?.leave()
    await scene.jobwire?.stop()
  })
  return scene
}
