import { describe, expect, it } from 'vitest'

import { GIVE_UP_MS, loadPage, RELOAD_EVERY_MS, type Surroundings } from './loadPage'

/** A server that is away for some questions, and a clock that moves with every pause. */
function surroundings(awayFor = 0) {
  const stored = new Map<string, string>()
  const world: Surroundings & { asked: number; reloads: number; time: number } = {
    asked: 0,
    reloads: 0,
    time: RELOAD_EVERY_MS * 10,
    answers: async () => {
      world.asked += 1
      return world.asked > awayFor
    },
    pause: async (ms: number) => {
      world.time += ms
    },
    now: () => world.time,
    storage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
    },
    reload: () => {
      world.reloads += 1
    },
  }
  return world
}

const failing = (times: number) => {
  let left = times
  return async () => {
    left -= 1
    if (left >= 0) throw new TypeError('Failed to fetch dynamically imported module')
    return 'the page'
  }
}

describe('the code of a page', () => {
  it('is loaded without asking anybody when it is there', async () => {
    const world = surroundings()
    await expect(loadPage(failing(0), world)).resolves.toBe('the page')
    expect(world.asked).toBe(0)
  })

  it('waits for a server that restarts', async () => {
    const world = surroundings(4)
    await expect(loadPage(failing(1), world)).resolves.toBe('the page')
    expect(world).toMatchObject({ asked: 5, reloads: 0 })
  })

  it('loads the application anew once where the code is of another build', async () => {
    const world = surroundings()
    void loadPage(failing(9), world)
    await expect.poll(() => world.reloads).toBe(1)
    await expect(loadPage(failing(9), world)).rejects.toThrow('Failed to fetch')
    expect(world.reloads).toBe(1)
  })

  it('shows the failure after a long time', async () => {
    const world = surroundings(Number.POSITIVE_INFINITY)
    await expect(loadPage(failing(1), world)).rejects.toThrow('Failed to fetch')
    expect(world.time).toBe(RELOAD_EVERY_MS * 10 + GIVE_UP_MS)
  })
})
