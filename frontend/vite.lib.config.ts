/** Builds the hooks and services as a library that another React application can install. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  publicDir: false,
  build: {
    outDir: 'dist-lib',
    lib: { entry: 'src/lib.ts', formats: ['es'], fileName: 'jobwire' },
    rollupOptions: { external: [/^react($|\/)/, /^react-dom($|\/)/, /^@tanstack\/react-query$/] },
  },
})
