/** The end-to-end tests: the real binary, driven in Chromium. One file at a time, for they share the machine. */
import { defineConfig } from 'vitest/config'

export default defineConfig(({ mode }) => ({
  test: {
    environment: 'node',
    // The pictures are no test of their own: npm run shots:live.
    include: [mode === 'shots' ? 'e2e/shots.ts' : 'e2e/**/*.e2e.ts'],
    globalSetup: ['e2e/support/requirements.ts'],
    fileParallelism: false,
    testTimeout: 150_000,
    hookTimeout: 30_000,
    // What a test measures is printed as it is measured.
    disableConsoleIntercept: true,
    reporters: ['verbose'],
  },
}))
