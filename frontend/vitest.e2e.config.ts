/**
 * The end-to-end tests: the real binary, driven in Chromium. One file at a time: each has a server, employers and two
 * browsers of its own, and on two cores two files take longer side by side than one after the other.
 */
import { defineConfig } from 'vitest/config'

export default defineConfig(({ mode }) => ({
  test: {
    environment: 'node',
    // The pictures are no test of their own: npm run shots:live. The storms want the machine for themselves, and more
    // minutes than every change has: npm run e2e:storm.
    include: [mode === 'shots' ? 'e2e/shots.ts' : mode === 'storm' ? 'e2e/storm/*.e2e.ts' : 'e2e/*.e2e.ts'],
    globalSetup: ['e2e/support/requirements.ts'],
    maxWorkers: 1,
    testTimeout: 240_000,
    hookTimeout: 30_000,
    // What a test measures is printed as it is measured.
    disableConsoleIntercept: true,
    reporters: ['verbose'],
  },
}))
