/** The whole application over the mock world: what a person sees at an address. */
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { http, ws } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { World, type WorldOptions } from '../../mock/world'
import { App } from '../App'
import { dynamicAPI } from '../services/dynamicAPI'
import { createQueryClient, LiveSession } from '../services/liveSession'
import { RealTimeService } from '../services/realTimeService'
import { WorldSocket } from './worldSocket'

let world: World
let session: LiveSession
const sessions = new Set<LiveSession>()

/** Serves the API from a fresh world in every test of the file. */
export function useWorld(): void {
  // The moving picture of a run: opened, and never a picture in it.
  const run = ws.link(/\/ws\/applications\//).addEventListener('connection', () => {})
  const server = setupServer(
    http.all('*/api/v1/*', ({ request }) => world.handle(request)),
    run,
  )
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
  afterEach(() => {
    // Pages leave first, so that none of them asks or waits for anything after its session ended.
    cleanup()
    for (const { realTime, client } of sessions) {
      realTime.forget()
      client.clear()
    }
    sessions.clear()
  })
  afterAll(() => server.close())
}

export function makeWorld(options: WorldOptions = {}): World {
  world = new World(options)
  return world
}

export function makeSession(): LiveSession {
  const client = createQueryClient()
  client.setDefaultOptions({ queries: { ...client.getDefaultOptions().queries, retry: false } })
  session = new LiveSession({
    client,
    api: dynamicAPI,
    realTime: new RealTimeService({
      url: () => 'ws://localhost/ws/realtime/',
      createSocket: () => new WorldSocket(world),
      random: () => 0.5,
      now: Date.now,
    }),
  })
  sessions.add(session)
  return session
}

/** Opens `path` and returns the world behind it and hands to act with. */
export function renderApp(path: string, options: WorldOptions = {}) {
  makeWorld(options)
  history.replaceState(null, '', path)
  const user = userEvent.setup()
  const view = render(<App live={makeSession()} />)
  return { world, user, view, session }
}

/** Waits for the page with this heading. */
export const heading = (name: string | RegExp) => screen.findByRole('heading', { level: 1, name }, { timeout: 8_000 })

/** Fails with what axe finds in the page or a part of it, colours aside: jsdom lays nothing out. */
export async function expectAccessible(part: Element = document.body): Promise<void> {
  const { violations } = await axe.run(part, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
    rules: { 'color-contrast': { enabled: false } },
    // Only what is wrong is told, by its text: naming a selector for every element takes most of the time.
    resultTypes: ['violations'],
    selectors: false,
  })
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`),
  ).toEqual([])
}
