import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import { ApiProblem, apiOrigin, documentUrl, dynamicAPI, realTimeUrl, request, setServerAddress } from './dynamicAPI'
import { BATCH_LIMIT, jobApplicationService } from './jobApplicationService'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  server.resetHandlers()
  vi.unstubAllEnvs()
})
afterAll(() => server.close())

/** Records what is sent and answers with `answer`. */
function record(answer: unknown = {}, status = 200) {
  const seen: { method: string; url: URL; body: unknown; headers: Headers }[] = []
  server.use(
    http.all('*', async ({ request: sent }) => {
      const text = await sent.text()
      seen.push({
        method: sent.method,
        url: new URL(sent.url),
        body: text ? JSON.parse(text) : undefined,
        headers: sent.headers,
      })
      return status === 204
        ? new HttpResponse(null, { status })
        : HttpResponse.json(answer as Record<string, unknown>, { status })
    }),
  )
  return seen
}

const failure = async (promise: Promise<unknown>): Promise<ApiProblem> => {
  const error: unknown = await promise.then(
    () => null,
    (cause: unknown) => cause,
  )
  if (!(error instanceof ApiProblem)) throw new Error('expected a problem', { cause: error })
  return error
}

describe('addresses', () => {
  it('are the page’s own by default', () => {
    expect(apiOrigin()).toBe('http://localhost:3000')
    expect(realTimeUrl()).toBe('ws://localhost:3000/ws/realtime/')
    expect(documentUrl('7')).toBe('http://localhost:3000/api/v1/documents/7')
    expect(documentUrl('7', true)).toBe('http://localhost:3000/api/v1/documents/7?inline=1')
  })

  it('follow the settings; https gives wss', () => {
    vi.stubEnv('VITE_API_URL', 'https://jobs.example/')
    expect(apiOrigin()).toBe('https://jobs.example')
    expect(realTimeUrl()).toBe('wss://jobs.example/ws/realtime/')
    vi.stubEnv('VITE_WS_URL', 'wss://live.example')
    expect(realTimeUrl()).toBe('wss://live.example/ws/realtime/')
    vi.stubEnv('VITE_WS_URL', 'wss://live.example/ws/realtime/')
    expect(realTimeUrl()).toBe('wss://live.example/ws/realtime/')
  })
})

it('can be told where the server is', () => {
  vi.stubEnv('VITE_API_URL', 'https://jobs.example')
  setServerAddress({ apiUrl: 'https://other.example', webSocketUrl: 'https://live.example' })
  expect([apiOrigin(), realTimeUrl()]).toEqual(['https://other.example', 'wss://live.example/ws/realtime/'])
  setServerAddress({})
  expect(apiOrigin()).toBe('https://jobs.example')
})

describe('requests', () => {
  it('carry what is set and leave out what is not', async () => {
    const seen = record({ items: [], next_cursor: null })
    await dynamicAPI.jobs({ q: 'rust & sql', open: false, remote: '', cursor: null })
    expect(seen[0]?.url.pathname).toBe('/api/v1/jobs')
    expect(seen[0]?.url.search).toBe('?q=rust+%26+sql&open=false')
  })

  it('send JSON and accept an empty answer', async () => {
    const seen = record({}, 204)
    expect(await dynamicAPI.giveFeedback('job-1', 'hide')).toBeUndefined()
    expect(seen[0]).toMatchObject({ method: 'POST', body: { job_id: 'job-1', verdict: 'hide' } })
    expect(seen[0]?.headers.get('content-type')).toBe('application/json')
  })

  it('speak of applications in the wire’s words', async () => {
    const seen = record({ success: true, application: {} })
    await jobApplicationService.apply('job-1', { autoCustomize: false })
    await jobApplicationService.approve('app-1', 'abc')
    await jobApplicationService.answer('app-1', [{ field: 'why', value: 'because' }], true)
    await jobApplicationService.resolve('app-1', 'not_sent', 'they never got it')
    await jobApplicationService.cancel('app-1')
    await jobApplicationService.retry('app-1')
    expect(seen.map(({ url, body }) => [url.pathname.replace('/api/v1', ''), body])).toEqual([
      ['/applications/apply', { job_id: 'job-1', auto_customize: false, follow_external_links: true }],
      ['/applications/app-1/approve', { snapshot_sha256: 'abc' }],
      ['/applications/app-1/answers', { answers: [{ field: 'why', value: 'because' }], remember: true }],
      ['/applications/app-1/resolve', { outcome: 'not_sent', note: 'they never got it' }],
      ['/applications/app-1/cancel', undefined],
      ['/applications/app-1/retry', undefined],
    ])
  })

  it('refuse a batch that is too large before asking the server', async () => {
    const ids = Array.from({ length: BATCH_LIMIT + 1 }, (_, index) => `job-${index}`)
    await expect(jobApplicationService.applyBatch(ids)).rejects.toThrow('at most 50')
  })
})

describe('problems', () => {
  it('keep the server’s sentence, slug and fields', async () => {
    record(
      {
        type: '/problems/email-taken',
        slug: 'email-taken',
        title: 'Taken',
        status: 409,
        detail: 'There is an account.',
        errors: [{ field: 'email', message: 'Log in instead.' }],
      },
      409,
    )
    const problem = await failure(dynamicAPI.register('a@b.example', 'a long password'))
    expect(problem).toMatchObject({ message: 'There is an account.', slug: 'email-taken', status: 409 })
    expect(problem.field('email')).toBe('Log in instead.')
    expect(problem.field('password')).toBeUndefined()
  })

  it('are made where the server named none', async () => {
    server.use(http.all('*', () => new HttpResponse('<h1>Bad gateway</h1>', { status: 502 })))
    const problem = await failure(dynamicAPI.me())
    expect(problem).toMatchObject({ slug: 'http-502', status: 502 })
    expect(problem.message).toContain('502')
  })

  it('tell a page from data', async () => {
    server.use(http.all('*', () => HttpResponse.html('<!doctype html>')))
    expect((await failure(dynamicAPI.me())).slug).toBe('not-json')
  })

  it('say that the server cannot be reached', async () => {
    server.use(http.all('*', () => HttpResponse.error()))
    expect(await failure(dynamicAPI.me())).toMatchObject({ slug: 'unreachable', status: 0 })
  })

  it('say that the server was too slow', async () => {
    server.use(http.all('*', () => new Promise<never>(() => {})))
    const problem = await failure(request('GET', '/auth/me', { timeoutMs: 20 }))
    expect(problem.message).toContain('did not answer in time')
  })

  it('are none when the asker lost interest', async () => {
    server.use(http.all('*', () => new Promise<never>(() => {})))
    const controller = new AbortController()
    const asked = dynamicAPI.me(controller.signal)
    controller.abort()
    await expect(asked).rejects.not.toBeInstanceOf(ApiProblem)
  })
})
