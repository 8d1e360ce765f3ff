/** How the application is built, served while it is written, and tested. */

import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

import { mockServer } from './mock/plugin.ts'

/** Where the server is while the front end is served by Vite. */
const SERVER = process.env.JOBWIRE_SERVER ?? 'http://localhost:8000'
const PROXY = { '/api': { target: SERVER }, '/ws': { target: SERVER, ws: true } }
/** The server's own Content-Security-Policy. */
const POLICY =
  "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; frame-src 'self' blob:"
const FOLDERS = ['components', 'hooks', 'lib', 'pages', 'services', 'types', 'ui']

/** Absolute imports such as `hooks/useRealTime`; the same list is in tsconfig.json. */
const alias = FOLDERS.map((folder) => ({
  find: new RegExp(`^${folder}/`),
  replacement: fileURLToPath(new URL(`./src/${folder}/`, import.meta.url)),
}))

export default defineConfig(({ mode }) => ({
  plugins: [react(), tailwindcss(), ...(mode === 'mock' ? [mockServer()] : [])],
  resolve: { alias },
  server: {
    port: 3000,
    proxy: mode === 'mock' ? undefined : PROXY,
  },
  preview: {
    port: 3000,
    proxy: mode === 'mock' ? undefined : PROXY,
    // What the server's policy would refuse is refused here too.
    headers: { 'content-security-policy': POLICY },
  },
  build: {
    outDir: 'dist',
    // Nothing is inlined as a data: URL: the server's Content-Security-Policy allows data: for images only.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 400,
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test/setup.ts'],
    environmentOptions: { jsdom: { url: 'http://localhost:3000/' } },
    testTimeout: 15_000,
  },
}))
