/**
 * The end-to-end tests: the real binary, driven in Chromium. Two files at a time: the one that kills servers mostly
 * waits, and each has a server, employers and a data folder of its own.
 */
import { defineConfig } from 'vitest/config'

export default defineConfig(({ mode }) => ({
  test: {
    environment: 'node',
    // The pictures are no test of their own: npm run shots:live. The storms want the machine for themselves, and more
    // minutes than every change has: npm run e2e:storm.
    include: [mode === 'shots' ? 'e2e/shots.ts' : mode === 'storm' ? 'e2e/storm/*.e2e.ts' : 'e2e/*.e2e.ts'],
    globalSetup: ['e2e/support/requirements.ts'],
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 30_000,
    // What a test measures is printed as it is measured.
    disableConsoleIntercept: true,
    reporters: ['verbose'],
  },
}))
