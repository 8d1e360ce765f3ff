/**
 * The HTTP API as functions: one per route, typed, with problems as `ApiProblem`.
 *
 * It knows no React and keeps no state. Applications have a service of their own,
 * `jobApplicationService`.
 */
import type {
  Analytics,
  Answer,
  ApiToken,
  Autopilot,
  AutopilotEntry,
  Feedback,
  Job,
  JobDetail,
  ListedInterview,
  LiveSnapshot,
  Mailbox,
  Match,
  MatchingStatus,
  Me,
  NewApiToken,
  Observation,
  Page,
  PartWeights,
  Preferences,
  Problem,
  Profile,
  ProfileAnswer,
  ResumeAnswer,
  Said,
  SecondReadings,
  Source,
  SystemHealth,
  TrackingEvent,
  TrackingSummary,
  User,
  WhatIf,
} from '../types/api'

/** How long a request may take before it counts as failed. */
export const REQUEST_TIMEOUT_MS = 30_000
/** What a person said is read in one page; the server learns from as many. */
const MOST_FEEDBACK = 200
/** Reading a resume takes longer: it is uploaded and parsed in one request. */
export const UPLOAD_TIMEOUT_MS = 120_000

/** Where the server is, for an application that is not built with the settings below. */
export interface ServerAddress {
  apiUrl?: string
  webSocketUrl?: string
}

let address: ServerAddress = {}

/** Says where the server is. Takes precedence over `VITE_API_URL` and `VITE_WS_URL`. */
export function setServerAddress(next: ServerAddress): void {
  address = next
}

const setting = (name: 'VITE_API_URL' | 'VITE_WS_URL') => import.meta.env?.[name] as string | undefined

/** The server's address without a slash at the end: `VITE_API_URL`, or the page's own origin. */
export function apiOrigin(): string {
  return (address.apiUrl || setting('VITE_API_URL') || location.origin).replace(/\/+$/, '')
}

/** The WebSocket's address: `VITE_WS_URL`, or the API's own with `ws` for `http`. */
export function realTimeUrl(): string {
  const configured = address.webSocketUrl || setting('VITE_WS_URL') || apiOrigin()
  const base = configured.replace(/\/+$/, '').replace(/^http/, 'ws')
  return base.endsWith('/ws/realtime') ? `${base}/` : `${base}/ws/realtime/`
}

/** The address of the live view of an application that is being filled. */
export function runViewUrl(applicationId: string): string {
  return realTimeUrl().replace(/\/ws\/realtime\/$/, `/ws/applications/${encodeURIComponent(applicationId)}/run`)
}

/** The address of a stored file; `inline` shows it in the page rather than saving it. */
export function documentUrl(id: string, inline = false): string {
  return `${apiOrigin()}/api/v1/documents/${id}${inline ? '?inline=1' : ''}`
}

export const calendarUrl = (): string => `${apiOrigin()}/api/v1/interviews/calendar.ics`

/** What the server says went wrong; `message` is the sentence for the person. */
export class ApiProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title)
    this.name = 'ApiProblem'
  }

  get slug(): string {
    return this.problem.slug
  }

  get status(): number {
    return this.problem.status
  }

  /** The message for one field of a form, if the server named it. */
  field(name: string): string | undefined {
    return this.problem.errors?.find((error) => error.field === name)?.message
  }
}

type Query = Record<string, string | number | boolean | null | undefined>

interface RequestOptions {
  query?: Query
  body?: unknown
  form?: FormData
  signal?: AbortSignal
  timeoutMs?: number
}

/** Sends one request and returns its JSON, or throws `ApiProblem`. */
export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  const url = `${apiOrigin()}/api/v1${path}${queryString(options.query)}`
  const timeout = AbortSignal.timeout(options.timeoutMs ?? REQUEST_TIMEOUT_MS)
  const headers: Record<string, string> = { accept: 'application/json' }
  if (options.body !== undefined) headers['content-type'] = 'application/json'
  let response: Response
  try {
    response = await fetch(url, {
      method,
      headers,
      credentials: 'include',
      body: options.form ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    })
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    throw new ApiProblem(unreachable(timeout.aborted))
  }
  return readAnswer<T>(response)
}

async function readAnswer<T>(response: Response): Promise<T> {
  const text = await response.text()
  const json = parseJson(text)
  if (!response.ok) throw new ApiProblem(problemOf(response, json))
  if (text !== '' && json === undefined) {
    throw new ApiProblem({
      type: '/problems/not-json',
      slug: 'not-json',
      title: 'Unexpected answer',
      status: response.status,
      detail:
        'Something between you and Jobwire answered with a page instead of data. Check VITE_API_URL or the proxy.',
    })
  }
  return json as T
}

function parseJson(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function problemOf(response: Response, json: unknown): Problem {
  const status = response.status
  const known = (typeof json === 'object' && json !== null ? json : {}) as Partial<Problem>
  return {
    type: known.type ?? 'about:blank',
    slug: known.slug ?? `http-${status}`,
    title: known.title ?? 'Request failed',
    status,
    detail: known.detail ?? `The server answered ${status}. Try again; if it stays, look at System.`,
    errors: known.errors,
  }
}

function unreachable(timedOut: boolean): Problem {
  return {
    type: '/problems/unreachable',
    slug: 'unreachable',
    title: 'Jobwire cannot be reached',
    status: 0,
    detail: timedOut
      ? 'The server did not answer in time. Nothing was lost; try again.'
      : 'The server cannot be reached. Check that Jobwire is running; this page goes on by itself.',
  }
}

function queryString(query: Query = {}): string {
  const parameters = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(key, String(value))
  }
  const text = parameters.toString()
  return text ? `?${text}` : ''
}

export interface JobFilter {
  q?: string
  /** `false` lists closed jobs beside the open ones. */
  open?: boolean
  remote?: string
  source_id?: string
  limit?: number
  cursor?: string | null
}

export type NewMailbox =
  | { kind: 'imap'; host: string; port: number; username: string; password: string }
  | { kind: 'maildir'; path: string }

type Signal = AbortSignal | undefined

export const dynamicAPI = {
  // accounts
  me: (signal?: Signal) => request<Me>('GET', '/auth/me', { signal }),
  register: (email: string, password: string) =>
    request<{ user: User }>('POST', '/auth/register', { body: { email, password } }),
  login: (email: string, password: string) =>
    request<{ user: User }>('POST', '/auth/login', { body: { email, password } }),
  logout: () => request<void>('POST', '/auth/logout'),
  tokens: (signal?: Signal) => request<{ items: ApiToken[] }>('GET', '/auth/tokens', { signal }),
  createToken: (name: string) => request<NewApiToken>('POST', '/auth/tokens', { body: { name } }),
  deleteToken: (id: string) => request<void>('DELETE', `/auth/tokens/${id}`),

  // profile and remembered answers
  profile: (signal?: Signal) => request<ProfileAnswer>('GET', '/profile', { signal }),
  saveProfile: (profile: Profile, version: number) =>
    request<ProfileAnswer>('PUT', '/profile', { body: { profile, version } }),
  uploadResume: (file: File) => {
    const form = new FormData()
    form.append('file', file)
    return request<ResumeAnswer>('POST', '/profile/resume', { form, timeoutMs: UPLOAD_TIMEOUT_MS })
  },
  answers: (signal?: Signal) => request<{ items: Answer[] }>('GET', '/answers', { signal }),
  saveAnswer: (answer: { question: string; meaning?: string; country?: string; text?: string; declines?: boolean }) =>
    request<unknown>('PUT', '/answers', { body: answer }),
  changeAnswer: (id: string, answer: { text: string } | { declines: true }) =>
    request<Answer>('PUT', `/answers/${id}`, { body: answer }),
  deleteAnswer: (id: string) => request<void>('DELETE', `/answers/${id}`),

  // what may be done without the person
  autopilot: (signal?: Signal) => request<Autopilot>('GET', '/autopilot', { signal }),
  saveAutopilot: ({ mode, rules, version }: Pick<Autopilot, 'mode' | 'rules' | 'version'>) =>
    request<Autopilot>('PUT', '/autopilot', { body: { mode, rules, version } }),
  autopilotLog: (signal?: Signal) =>
    request<Page<AutopilotEntry>>('GET', '/autopilot/log', { query: { limit: 50 }, signal }),

  // jobs and sources
  jobs: (filter: JobFilter, signal?: Signal) => request<Page<Job>>('GET', '/jobs', { query: { ...filter }, signal }),
  job: (id: string, signal?: Signal) => request<JobDetail>('GET', `/jobs/${id}`, { signal }),
  sources: (signal?: Signal) => request<Page<Source>>('GET', '/sources', { query: { limit: 200 }, signal }),
  addSource: (url: string) => request<Source>('POST', '/sources', { body: { url } }),
  removeSource: (id: string) => request<void>('DELETE', `/sources/${id}`),
  syncSource: (id: string) => request<unknown>('POST', `/sources/${id}/sync`),

  // matching
  startMatching: (preferences?: Preferences) =>
    request<{ is_matching: true; total: number }>('POST', '/matching/start', {
      body: preferences ? { preferences } : {},
    }),
  stopMatching: () => request<{ is_matching: false }>('POST', '/matching/stop'),
  matchingStatus: (signal?: Signal) => request<MatchingStatus>('GET', '/matching/status', { signal }),
  scores: (options: { limit?: number; cursor?: string | null; min_score?: number }, signal?: Signal) =>
    request<Page<Match>>('GET', '/matching/scores', { query: options, signal }),
  giveFeedback: (jobId: string, verdict: Said) =>
    request<void>('POST', '/matching/feedback', { body: { job_id: jobId, verdict } }),
  feedback: (signal?: Signal) =>
    request<Page<Feedback>>('GET', `/matching/feedback?limit=${MOST_FEEDBACK}`, { signal }),
  whatIf: (signal?: Signal) => request<WhatIf>('GET', '/matching/what-if', { signal }),
  saveWeights: (weights: PartWeights) =>
    request<{ weights: PartWeights }>('PUT', '/matching/weights', { body: { weights } }),

  // second readings by the language model
  secondReadings: (signal?: Signal) => request<SecondReadings>('GET', '/second-readings', { signal }),
  readTopAgain: () => request<SecondReadings>('POST', '/second-readings'),
  stopSecondReadings: () => request<void>('DELETE', '/second-readings'),
  readAgain: (jobId: string) => request<SecondReadings>('POST', `/jobs/${jobId}/second-reading`),
  dropSecondReading: (jobId: string) => request<void>('DELETE', `/jobs/${jobId}/second-reading`),

  // tracking
  trackingSummary: (signal?: Signal) => request<TrackingSummary>('GET', '/tracking/summary', { signal }),
  trackingEvents: (applicationId: string | null, signal?: Signal) =>
    request<Page<TrackingEvent>>('GET', '/tracking/events', {
      query: { application_id: applicationId, limit: 100 },
      signal,
    }),
  mailboxes: (signal?: Signal) => request<{ items: Mailbox[] }>('GET', '/mailboxes', { signal }),
  addMailbox: (mailbox: NewMailbox) => request<unknown>('POST', '/mailboxes', { body: mailbox }),
  removeMailbox: (id: string) => request<void>('DELETE', `/mailboxes/${id}`),
  syncMailbox: (id: string) => request<unknown>('POST', `/mailboxes/${id}/sync`),
  observations: (signal?: Signal) =>
    request<Page<Observation>>('GET', '/observations', { query: { limit: 200 }, signal }),
  confirmObservation: (id: string, applicationId: string) =>
    request<{ observation: Observation }>('POST', `/observations/${id}/confirm`, {
      body: { application_id: applicationId },
    }),
  dismissObservation: (id: string) => request<{ observation: Observation }>('POST', `/observations/${id}/dismiss`),
  interviews: (signal?: Signal) =>
    request<Page<ListedInterview>>('GET', '/interviews', { query: { limit: 200 }, signal }),

  // numbers, health, everything at once
  analytics: (signal?: Signal) => request<Analytics>('GET', '/analytics', { signal }),
  health: (signal?: Signal) => request<SystemHealth>('GET', '/system/health', { signal }),
  snapshot: (signal?: Signal) => request<LiveSnapshot>('GET', '/snapshot', { signal }),
}

export type DynamicAPI = typeof dynamicAPI
