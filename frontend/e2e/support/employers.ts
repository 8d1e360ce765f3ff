/** The demo employers as a process of their own, so that they and their ledger outlive a killed server. */
import { type ChildProcess, spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import { ended, environment, freePort, until } from './processes'
import { binary } from './requirements'

export interface OpenedJob {
  id: string
  company: string
  company_name: string
  title: string
  url: string
}

/** A line of the ledger: an application an employer has accepted. */
export interface LedgerLine {
  id: string
  at: string
  company: string
  job_id: string
  email: string
  name: string
  answers: { name: string; label: string; value: string }[]
  files: { name: string; size: number }[]
  again: boolean
}

export type MailKind = 'acknowledgement' | 'rejection' | 'assessment' | 'interview'
export type Behaviour =
  | { behaviour: 'ok' | 'accept_then_close' | 'accept_then_500' | 'refuse_422' | 'captcha' | 'login_wall' | 'expired' }
  | { behaviour: 'slow'; delay_ms: number }

/** Until they answer after their start. */
const START_MS = 20_000

export class Employers {
  private constructor(
    readonly address: string,
    private readonly child: ChildProcess,
  ) {}

  /** Starts them quiet: postings open and mail is sent only when a test says so. */
  static async start(dataDir: string): Promise<Employers> {
    const address = `127.0.0.1:${await freePort()}`
    const folder = path.join(dataDir, 'sandbox')
    const log = openSync(path.join(dataDir, 'employers.log'), 'a')
    const child = spawn(
      binary(),
      ['sandbox', '--listen', address, '--data-dir', folder, '--mail-dir', path.join(folder, 'mail')].concat([
        ...['--open-every-ms', '0', '--close-every-ms', '0'],
        // An acknowledgement comes when a test orders it.
        ...['--mail-delay-ms', '3600000', '--no-outcomes'],
      ]),
      { env: environment(), stdio: ['ignore', log, log] },
    )
    const employers = new Employers(address, child)
    await until(START_MS, 'the demo employers answer', async () => {
      if (child.exitCode !== null) throw new Error(`The demo employers ended at once; see ${dataDir}/employers.log.`)
      const response = await fetch(`http://${address}/boards.json`).catch(() => null)
      return response?.ok ?? false
    })
    return employers
  }

  async stop(): Promise<void> {
    await ended(this.child, 'SIGINT')
  }

  /** Opens a posting now. */
  open(wish: { company?: string; title?: string; city?: string } = {}): Promise<OpenedJob> {
    return this.post('/_control/jobs', wish)
  }

  /** Sends a mail about the newest application of this address, or about one to this job. */
  async mail(kind: MailKind, email: string, job?: string): Promise<void> {
    await this.post('/_control/mail', { kind, email, job })
  }

  /** How the employer's server behaves from now on. */
  async behave(who: { company: string } | { job: string }, how: Behaviour): Promise<void> {
    await this.post('/_control/behaviour', { ...who, ...how })
  }

  async ledger(): Promise<LedgerLine[]> {
    return (await fetch(`http://${this.address}/_control/ledger`)).json() as Promise<LedgerLine[]>
  }

  /** The lines of one job, once there are this many or the time is over. */
  async linesOf(job: string, wanted = 1, withinMs = 30_000): Promise<LedgerLine[]> {
    const deadline = Date.now() + withinMs
    for (;;) {
      const lines = (await this.ledger()).filter((line) => line.job_id === job)
      if (lines.length >= wanted || Date.now() > deadline) return lines
      await pause(50)
    }
  }

  private async post<T>(route: string, body: unknown): Promise<T> {
    const response = await fetch(`http://${this.address}${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${route} answered ${response.status}: ${await response.text()}`)
    return response.json() as Promise<T>
  }
}
