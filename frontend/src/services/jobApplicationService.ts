/**
 * Applications over the HTTP API: beginning them, answering, approving, and reading how they went.
 *
 * Approval is always bound to the hash of what was shown; nothing here decides whether to send.
 */
import type {
  AnswerDraft,
  Application,
  ApplicationDetail,
  Batch,
  BatchDetail,
  BatchResult,
  Page,
  Review,
  RunStep,
  State,
} from '../types/api'
import { request } from './dynamicAPI'
import { pagesUntil } from './pagesUntil'

/** How many jobs one batch takes. */
export const BATCH_LIMIT = 50
/** No more pages than this are read to keep a long list up to date. */
export const APPLICATION_PAGES_MAX = 10
/** How many applications one page of the list holds; the server's own limit. */
export const APPLICATIONS_PER_PAGE = 200

/** How long a draft may take: as long as the server gives its language model, and a little more. */
export const DRAFT_TIMEOUT_MS = 315_000

export interface ApplyOptions {
  /** Make a resume and a cover letter for this job. Default: yes. */
  autoCustomize?: boolean
  /** Follow links that lead from the posting to another site. Default: yes. */
  followExternalLinks?: boolean
  /** Apply although there is an application to the same vacancy in another place. */
  anotherPlace?: boolean
}

export interface ApplyResult {
  success: boolean
  application: Application
}

const NO_DETAIL: Omit<ApplicationDetail, 'application'> = {
  job: null,
  snapshot: null,
  snapshot_sha256: null,
  approved: false,
  evidence: [],
  attempts: [],
  documents: [],
  observations: [],
  interviews: [],
  allowed: [],
  draftable: [],
}

export type Outcome = 'sent' | 'not_sent' | 'drop'

function wireOptions({ autoCustomize = true, followExternalLinks = true }: ApplyOptions) {
  return { auto_customize: autoCustomize, follow_external_links: followExternalLinks }
}

const act = (id: string, action: string, body?: unknown) =>
  request<ApplyResult>('POST', `/applications/${id}/${action}`, { body })

export const jobApplicationService = {
  apply: (jobId: string, options: ApplyOptions = {}) =>
    request<ApplyResult>('POST', '/applications/apply', {
      body: { job_id: jobId, ...wireOptions(options), ...(options.anotherPlace && { another_place: true }) },
    }),

  applyBatch: (jobIds: readonly string[], options: ApplyOptions = {}) => {
    if (jobIds.length > BATCH_LIMIT) {
      return Promise.reject(new RangeError(`A batch takes at most ${BATCH_LIMIT} jobs; choose fewer.`))
    }
    return request<BatchResult>('POST', '/applications/batch', {
      body: { job_ids: jobIds, ...wireOptions(options) },
    })
  },

  batches: (signal?: AbortSignal) =>
    request<Page<Batch>>('GET', '/batches', { query: { limit: APPLICATIONS_PER_PAGE }, signal }),

  batch: (id: string, signal?: AbortSignal) => request<BatchDetail>('GET', `/batches/${id}`, { signal }),

  /** Runs under way come to their next state; nothing is begun or sent until it is resumed. */
  pauseBatch: (id: string) => request<Batch>('POST', `/batches/${id}/pause`),

  resumeBatch: (id: string) => request<Batch>('POST', `/batches/${id}/resume`),

  list: (options: { status?: State; batch_id?: string; cursor?: string | null } = {}, signal?: AbortSignal) =>
    request<Page<Application>>('GET', '/applications', {
      query: { limit: APPLICATIONS_PER_PAGE, ...options },
      signal,
    }),

  /** The list from its beginning, at least `count` long where there are so many. */
  listAtLeast: (count: number, signal?: AbortSignal): Promise<Page<Application>> =>
    pagesUntil(count, APPLICATION_PAGES_MAX, (cursor) => jobApplicationService.list({ cursor }, signal)),

  get: async (id: string, signal?: AbortSignal): Promise<ApplicationDetail> => {
    const detail = await request<Partial<ApplicationDetail> & Pick<ApplicationDetail, 'application'>>(
      'GET',
      `/applications/${id}`,
      { signal },
    )
    // A server of another version may leave parts out; the page shows what there is.
    return { ...NO_DETAIL, ...detail }
  },

  /** The documents that will be sent, line by line beside what the profile states. */
  review: (id: string, signal?: AbortSignal) => request<Review>('GET', `/applications/${id}/review`, { signal }),

  steps: (id: string, signal?: AbortSignal) =>
    request<{ items: RunStep[] }>('GET', `/applications/${id}/steps`, { signal }),

  approve: (id: string, snapshotSha256: string) => act(id, 'approve', { snapshot_sha256: snapshotSha256 }),

  answer: (id: string, answers: { field: string; value: string }[], remember: boolean) =>
    act(id, 'answers', { answers, remember }),

  /** Asks the language model for a suggestion; nothing is saved. */
  draft: (id: string, field: string, signal?: AbortSignal) =>
    request<AnswerDraft>('POST', `/applications/${id}/draft`, { body: { field }, signal, timeoutMs: DRAFT_TIMEOUT_MS }),

  cancel: (id: string) => act(id, 'cancel'),

  retry: (id: string) => act(id, 'retry'),

  withdraw: (id: string) => act(id, 'withdraw'),

  resolve: (id: string, outcome: Outcome, note: string) => act(id, 'resolve', { outcome, note }),
}

export type JobApplicationService = typeof jobApplicationService
