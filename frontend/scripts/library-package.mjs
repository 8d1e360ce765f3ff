/** Makes `dist-lib/` a package of its own: `npm install <jobwire>/frontend/dist-lib`. */
import { readFileSync, writeFileSync } from 'node:fs'

const { version, license, dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
const described = {
  name: 'jobwire',
  version,
  license,
  description: 'The live data of a Jobwire job search as React hooks and services.',
  type: 'module',
  exports: { '.': { types: './types/lib.d.ts', import: './jobwire.js' } },
  peerDependencies: { react: '>=18', '@tanstack/react-query': dependencies['@tanstack/react-query'] },
}
writeFileSync('dist-lib/package.json', `${JSON.stringify(described, null, 2)}\n`)
