/** The same person somewhere else: another browser or a script, with a session of its own. */
import type { Analytics, Application, Match, Page, ProfileAnswer } from '../../src/types/api'
import { ADA } from './person'

/** The most rows the server gives at once. */
const ROWS_PER_PAGE = 200

export class SecondClient {
  private constructor(
    private readonly url: string,
    private readonly cookie: string,
  ) {}

  static async signIn(url: string): Promise<SecondClient> {
    const response = await fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ email: ADA.email, password: ADA.password }),
    })
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0]
    if (!response.ok || !cookie) throw new Error(`The login answered ${response.status}: ${await response.text()}`)
    return new SecondClient(url, cookie)
  }

  /** Ends the session that this cookie belongs to, as "Log out" in that other window does. */
  static async logOut(url: string, cookie: string): Promise<void> {
    await new SecondClient(url, cookie).ask('POST', '/auth/logout')
  }

  matches = (): Promise<Match[]> => this.all('/matching/scores')
  applications = (): Promise<Application[]> => this.all('/applications')
  analytics = (): Promise<Analytics> => this.ask('GET', '/analytics')
  profile = (): Promise<ProfileAnswer> => this.ask('GET', '/profile')

  hide = (job_id: string): Promise<void> => this.ask('POST', '/matching/feedback', { job_id, verdict: 'hide' })

  /** Begins an application and thinks better of it: two changes that nothing on this machine takes long for. */
  async applyAndCancel(job_id: string): Promise<void> {
    const body = { job_id, auto_customize: false, follow_external_links: false }
    const { application } = await this.ask<{ application: Application }>('POST', '/applications/apply', body)
    await this.ask('POST', `/applications/${application.id}/cancel`)
  }

  async moveTo(city: string): Promise<void> {
    const { profile, version } = await this.profile()
    const { resume } = profile
    const basics = { ...resume.basics, location: { ...resume.basics.location, city } }
    await this.ask('PUT', '/profile', { profile: { ...profile, resume: { ...resume, basics } }, version })
  }

  private async all<T>(path: string): Promise<T[]> {
    const rows: T[] = []
    let cursor: string | null = null
    do {
      const query = new URLSearchParams({ limit: String(ROWS_PER_PAGE), ...(cursor && { cursor }) })
      const page: Page<T> = await this.ask('GET', `${path}?${query}`)
      rows.push(...page.items)
      cursor = page.next_cursor
    } while (cursor)
    return rows
  }

  private async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', cookie: this.cookie, origin: this.url },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
    return (text ? JSON.parse(text) : undefined) as T
  }
}
