/** Child processes, free ports, and waiting with an end. */
import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** A process that was told to end has this long before it is killed. */
const END_MS = 10_000
const POLL_MS = 25

/** The environment of the processes under test: nothing of the settings of whoever runs the tests. */
export function environment(): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG, TMPDIR } = process.env
  return { PATH, HOME, LANG, TMPDIR, TZ: 'UTC', NO_COLOR: '1', JOBWIRE_LOG: 'info,browser::proxy=warn' }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('No port.')),
      )
    })
  })
}

/** Asks until the answer is yes, or says in words what did not come true. */
export async function until(limitMs: number, what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + limitMs
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`After ${limitMs} ms it is not so that ${what}.`)
    await pause(POLL_MS)
  }
}

/** Ends a process and waits for its end; one that does not listen is killed. */
export function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const killing = setTimeout(() => child.kill('SIGKILL'), END_MS)
    child.once('exit', () => {
      clearTimeout(killing)
      resolve()
    })
    child.kill(signal)
  })
}
