/** The real server with a data folder and a port of its own: started, killed, started again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { Employers } from './employers'
import { ended, environment, freePort, until } from './processes'
import { binary } from './requirements'

/** Until the server says that it is ready. The first start on a busy machine makes the database. */
const START_MS = 30_000
const LOG_LINES_SHOWN = 40

export class Jobwire {
  private child: ChildProcess | null = null

  private constructor(
    private readonly dataDir: string,
    private readonly port: number,
    readonly employers: Employers,
    private readonly settings: NodeJS.ProcessEnv,
  ) {}

  /** Everything new: an empty data folder, demo employers that are quiet, a server that is ready. */
  static async start(settings: NodeJS.ProcessEnv = {}): Promise<Jobwire> {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'jobwire-e2e-'))
    const employers = await Employers.start(dataDir)
    const jobwire = new Jobwire(dataDir, await freePort(), employers, settings)
    await jobwire.begin()
    return jobwire
  }

  get url(): string {
    return `http://localhost:${this.port}`
  }

  /** Starts the server; gives the milliseconds until it was ready. */
  async begin(): Promise<number> {
    const log = openSync(this.logFile, 'a')
    const startedAt = performance.now()
    const child = spawn(
      binary(),
      ['serve', '--demo', '--demo-address', this.employers.address].concat([
        ...['--port', String(this.port), '--data-dir', this.dataDir],
      ]),
      { cwd: this.dataDir, env: { ...environment(), ...this.settings }, stdio: ['ignore', log, log] },
    )
    this.child = child
    await until(START_MS, 'the server is ready', async () => {
      if (child.exitCode !== null) throw new Error(`The server ended at its start.\n${this.logTail()}`)
      const response = await fetch(`${this.url}/readyz`).catch(() => null)
      return response?.ok ?? false
    })
    return performance.now() - startedAt
  }

  /** `kill -9`: nothing is said, nothing is closed. */
  async kill(): Promise<void> {
    if (this.child) await ended(this.child, 'SIGKILL')
  }

  /** Ends everything and removes the data folder. */
  async stop(): Promise<void> {
    if (this.child) await ended(this.child, 'SIGTERM')
    await this.employers.stop()
    rmSync(this.dataDir, { recursive: true, force: true })
  }

  /** The last lines the server wrote, for a test that failed. */
  logTail(): string {
    return readFileSync(this.logFile, 'utf8').split('\n').slice(-LOG_LINES_SHOWN).join('\n')
  }

  private get logFile(): string {
    return path.join(this.dataDir, 'server.log')
  }
}
