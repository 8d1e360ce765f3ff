/** Builds the hooks and services as a library that another React application can install. */
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const PLACEHOLDER = '__JOBWIRE_SETTINGS__'

/** Leaves `import.meta.env` for the application that the library is built into: the settings are its own. */
const keepSettings: Plugin = {
  name: 'jobwire-keep-settings',
  enforce: 'pre',
  transform: (code) => code.replaceAll('import.meta.env', PLACEHOLDER),
  renderChunk: (code) => code.replaceAll(PLACEHOLDER, 'import.meta.env'),
}

export default defineConfig({
  plugins: [keepSettings, react()],
  publicDir: false,
  build: {
    outDir: 'dist-lib',
    lib: { entry: 'src/lib.ts', formats: ['es'], fileName: 'jobwire' },
    rollupOptions: { external: [/^react($|\/)/, /^react-dom($|\/)/, /^@tanstack\/react-query$/] },
  },
})
