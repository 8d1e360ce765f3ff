/** The routes of the mock world, as docs/API.md lists them. */
import type { ApiToken, Autopilot, Job, ProfileAnswer } from '../src/types/api'
import { gone, ok, page, problem, type Routes } from './answers.ts'
import { makeDetail, makeDraft } from './applications.ts'
import { makeAutopilotLog } from './autopilot.ts'
import { descriptionOf, makeSources } from './data.ts'
import { letter, picture } from './files.ts'
import { ids } from './ids.ts'
import { makeProfile } from './profile.ts'
import { makeReview } from './review.ts'
import type { World } from './world.ts'

/** Accounts, the profile and remembered answers. */
export const accountRoutes = (world: World): Routes => [
  [
    'GET /auth/me',
    () =>
      world.signedIn
        ? ok({
            user: { id: ids.user, email: 'mara@lindqvist.example', created_at: new Date(world.now).toISOString() },
            demo: true,
          })
        : problem(401, 'not-signed-in', 'Log in first.'),
  ],
  [
    'POST /auth/login',
    ({ body }) => {
      if (body.password === 'wrong password')
        return problem(401, 'wrong-credentials', 'This email and password do not belong together.')
      world.signedIn = true
      return ok({ user: { id: ids.user, email: body.email, created_at: new Date(world.now).toISOString() } })
    },
  ],
  [
    'POST /auth/register',
    ({ body }) => {
      if (body.email === 'taken@example.org')
        return problem(409, 'email-taken', 'There is an account with this address.', [
          { field: 'email', message: 'This address has an account. Log in instead.' },
        ])
      world.signedIn = true
      return ok({ user: { id: ids.user, email: body.email, created_at: new Date(world.now).toISOString() } }, 201)
    },
  ],
  [
    'POST /auth/logout',
    () => {
      world.signedIn = false
      return gone
    },
  ],
  ['GET /auth/tokens', () => ok({ items: world.tokens })],
  [
    'POST /auth/tokens',
    ({ body }) => {
      const token: ApiToken = {
        id: `token-${world.tokens.length + 1}`,
        name: String(body.name),
        created_at: new Date(world.now).toISOString(),
        last_used_at: null,
      }
      world.tokens = [...world.tokens, token]
      return ok({ ...token, token: 'jw_4f0e1c2d3b4a59687' }, 201)
    },
  ],
  [
    'DELETE /auth/tokens/:id',
    ({ params }) => {
      world.tokens = world.tokens.filter((token) => token.id !== params[0])
      return gone
    },
  ],
  ['GET /profile', () => ok(world.profile)],
  [
    'PUT /profile',
    ({ body }) => {
      if (body.version !== world.profile.version)
        return problem(
          409,
          'stale-version',
          'The profile was changed elsewhere. Take the newer one and make your change again.',
        )
      world.profile = {
        ...world.profile,
        profile: body.profile as ProfileAnswer['profile'],
        version: world.profile.version + 1,
      }
      world.emit('profile_updated', { version: world.profile.version })
      return ok(world.profile)
    },
  ],
  [
    'POST /profile/resume',
    () => {
      world.profile = {
        ...world.profile,
        profile: makeProfile(),
        version: world.profile.version + 1,
        resume_document_id: ids.resume,
      }
      return ok({
        profile: world.profile.profile,
        version: world.profile.version,
        warnings: ['The dates of your second position could not be read.'],
        document_id: ids.resume,
      })
    },
  ],
  [
    'GET /answers',
    () =>
      ok({
        items: [
          {
            id: 'answer-1',
            question: 'Are you legally authorized to work in Germany?',
            meaning: 'work_authorization',
            country: 'DE',
            text: 'Yes',
            declines: false,
            stated_at: new Date(world.now).toISOString(),
          },
          {
            id: 'answer-2',
            question: 'What is your gender?',
            meaning: 'eeo',
            country: null,
            text: 'Prefer not to say',
            declines: true,
            stated_at: new Date(world.now).toISOString(),
          },
        ],
      }),
  ],
  ['PUT /answers', () => ok({})],
  ['PUT /answers/:id', () => ok({})],
  ['DELETE /answers/:id', () => gone],
  ['GET /autopilot', () => ok(world.autopilot)],
  [
    'PUT /autopilot',
    ({ body }) => {
      const { mode, rules, version } = body as unknown as Autopilot
      if (version !== world.autopilot.version)
        return problem(409, 'stale-version', 'It was changed elsewhere. Look at the newer one.')
      if (mode === 'on' && rules.source_ids.length === 0)
        return problem(422, 'invalid-input', 'One field is not right.', [
          { field: 'rules.source_ids', message: 'Choose at least one board it may apply through.' },
        ])
      const on_since = mode === 'off' ? null : (world.autopilot.on_since ?? new Date(world.now).toISOString())
      world.autopilot = { ...world.autopilot, mode, rules, version: version + 1, on_since }
      return ok(world.autopilot)
    },
  ],
  ['GET /autopilot/log', () => page(makeAutopilotLog(world.applications, world.now))],
]

/** Jobs and sources. */
export const jobRoutes = (world: World): Routes => [
  ['GET /jobs', ({ query }) => page(world.jobs.filter((job) => fits(job, query)))],
  [
    'GET /jobs/:id',
    ({ params }) => {
      const job = world.jobs.find((item) => item.id === params[0])
      if (!job) return problem(404, 'no-such-job', 'This job is not known. It may have been removed with its source.')
      return ok({
        job,
        match: world.matches.find((item) => item.job_id === job.id) ?? null,
        application: world.applications.find((item) => item.job_id === job.id) ?? null,
        applied_elsewhere: appliedElsewhere(world, job.id) ?? null,
        places: world.jobs
          .filter(({ id }) => id === job.id || placesOf(world, job.id).includes(id))
          .map((place) => ({
            job_id: place.id,
            source_id: place.source_id,
            location: place.location,
            url: place.url,
            closed_at: place.closed_at,
            application_id: world.applications.find((item) => item.job_id === place.id)?.id ?? null,
          })),
        feedback: world.feedback.find((one) => one.job_id === job.id)?.verdict ?? null,
        description_html: descriptionOf(job),
      })
    },
  ],
  ['GET /sources', () => page(world.sources)],
  [
    'POST /sources',
    ({ body }) => {
      if (String(body.url).includes('linkedin'))
        return problem(422, 'automation-forbidden', 'This site forbids automated reading.', [
          { field: 'url', message: 'This site forbids automated reading. Use the employer’s own careers page.' },
        ])
      const source = {
        ...makeSources(world.now)[0],
        id: `source-${world.sources.length + 1}`,
        name: 'Corvid Mapping',
        url: String(body.url),
        health: 'new' as const,
        last_synced_at: null,
        open_jobs: 0,
      } as World['sources'][number]
      world.sources = [...world.sources, source]
      return ok(source, 201)
    },
  ],
  [
    'DELETE /sources/:id',
    ({ params }) => {
      world.sources = world.sources.filter((source) => source.id !== params[0])
      return gone
    },
  ],
  ['POST /sources/:id/sync', () => ok({}, 202)],
]

/** Applications and their files. */
export const applicationRoutes = (world: World): Routes => [
  [
    'POST /applications/apply',
    ({ body }) =>
      appliedElsewhere(world, String(body.job_id)) && !body.another_place
        ? problem(409, 'applied-elsewhere', 'You have an application to this vacancy in Leeds already.')
        : ok({ success: true, application: world.begin(body.job_id, null) }, 201),
  ],
  ['GET /applications', () => page(world.applications)],
  [
    'GET /applications/:id',
    ({ params }) => {
      const application = world.applications.find((item) => item.id === params[0])
      if (!application) return problem(404, 'no-such-application', 'This application is not known.')
      const job = world.jobs.find((item) => item.id === application.job_id) as Job
      const own = {
        observations: world.observations.filter((item) => item.application_id === application.id),
        interviews: world.interviews.filter((item) => item.application_id === application.id),
      }
      return ok({ ...makeDetail(application, job, world.now), ...own })
    },
  ],
  [
    'GET /applications/:id/review',
    ({ params }) => {
      const application = world.applications.find((item) => item.id === params[0])
      const job = world.jobs.find((item) => item.id === application?.job_id)
      if (!application || !job) return problem(404, 'not-found', 'This application is not known.')
      return ok(makeReview(makeDetail(application, job, world.now).snapshot_sha256))
    },
  ],
  [
    'GET /applications/:id/steps',
    ({ params }) =>
      ok({
        items:
          world.steps.get(String(params[0])) ??
          (world.application(params[0]).status === 'queued' ? [] : world.makeSteps(7)),
      }),
  ],
  ['POST /applications/:id/approve', world.act(() => ({ status: 'submitting' }))],
  ['POST /applications/:id/answers', world.act(() => ({ status: 'queued', reason: null }))],
  ['POST /applications/:id/draft', ({ body }) => ok(makeDraft(String(body.field)))],
  ['POST /applications/:id/cancel', world.act(() => ({ status: 'cancelled' }))],
  ['POST /applications/:id/withdraw', world.act(() => ({ stage: 'withdrawn' }))],
  ['POST /applications/:id/retry', world.act(() => ({ status: 'queued' }))],
  [
    'POST /applications/:id/resolve',
    ({ params, body }) =>
      world.act(() =>
        body.outcome === 'sent'
          ? { status: 'submitted', evidence_level: 'by_you', reason: null }
          : { status: body.outcome === 'drop' ? 'cancelled' : 'queued', reason: null },
      )({ params, body, query: new URLSearchParams() }),
  ],
  [
    'GET /documents/:id',
    ({ params: [id] }) =>
      id === ids.screenshot
        ? { status: 200, svg: picture(id) }
        : { status: 200, pdf: letter(id === ids.resume ? 'Resume' : 'Cover letter') },
  ],
]

const placesOf = (world: World, id: string): string[] => (world.vacancy.includes(id) ? world.vacancy : [])

const appliedElsewhere = (world: World, id: string) =>
  world.applications.find(({ job_id }) => job_id !== id && placesOf(world, id).includes(job_id))

function fits(job: Job, query: URLSearchParams): boolean {
  const q = query.get('q')?.toLowerCase()
  const open = query.get('open')
  return (
    (!q || `${job.title} ${job.company}`.toLowerCase().includes(q)) &&
    (open === 'false' || job.closed_at === null) &&
    (!query.get('remote') || job.remote === query.get('remote')) &&
    (!query.get('source_id') || job.source_id === query.get('source_id'))
  )
}
