/** What was answered, the numbers, and everything at once in the mock world. */
import { gone, matchesAfter, ok, page, problem, type Routes } from './answers.ts'
import { ids } from './ids.ts'
import type { World } from './world.ts'

export const trackingRoutes = (world: World): Routes => [
  [
    'GET /tracking/summary',
    () =>
      ok({
        total: world.applications.length,
        by_state: tally(world.applications.map((item) => item.status)),
        by_stage: tally(world.applications.map((item) => item.stage)),
        waiting_for_you: 3,
      }),
  ],
  [
    'GET /tracking/events',
    ({ query }) =>
      page(
        [
          {
            id: 'event-2',
            at: new Date(world.now - 60_000).toISOString(),
            source: 'system',
            kind: 'application_status_change',
            title: 'The form is being filled',
            detail: null,
            application_id: query.get('application_id') ?? world.applications[0]?.id ?? null,
          },
          {
            id: 'event-1',
            at: new Date(world.now - 3_000_000).toISOString(),
            source: 'email',
            kind: 'observation',
            title: 'Invitation to a technical interview',
            detail: 'people@brightwater.example',
            application_id: query.get('application_id') ?? world.applications[4]?.id ?? null,
          },
        ].filter((event) => event.application_id),
      ),
  ],
  ['GET /mailboxes', () => ok({ items: world.mailboxes })],
  [
    'POST /mailboxes',
    ({ body }) => {
      if (body.host === 'bad.example')
        return problem(422, 'mailbox-refused', 'The server refused the login.', [
          { field: 'password', message: 'The server refused this password.' },
        ])
      world.mailboxes = [
        ...world.mailboxes,
        {
          id: `mailbox-${world.mailboxes.length + 1}`,
          kind: body.kind as 'imap',
          name: String(body.username ?? body.path),
          status: 'new',
          problem: null,
          last_synced_at: null,
          has_password: true,
        },
      ]
      return ok({}, 201)
    },
  ],
  [
    'DELETE /mailboxes/:id',
    ({ params }) => {
      world.mailboxes = world.mailboxes.filter((mailbox) => mailbox.id !== params[0])
      return gone
    },
  ],
  ['POST /mailboxes/:id/sync', () => ok({}, 202)],
  ['GET /observations', () => page(world.observations)],
  [
    'POST /observations/:id/confirm',
    ({ params, body }) =>
      world.observe(params[0], { status: 'confirmed', application_id: String(body.application_id) }),
  ],
  ['POST /observations/:id/dismiss', ({ params }) => world.observe(params[0], { status: 'dismissed' })],
  ['GET /interviews', () => page(world.interviews)],
  ['GET /analytics', () => ok(world.analytics)],
  [
    'GET /system/health',
    () =>
      ok({
        healthy: !world.browserTrouble,
        services: ['browser', 'database', 'mail', 'realtime', 'sources', 'tasks'].map((service) => {
          const message = service === 'browser' ? world.browserTrouble : ''
          return { service, status: message ? 'down' : 'healthy', message }
        }),
      }),
  ],
  [
    'GET /snapshot',
    () => {
      const matches = matchesAfter(world.matches, 50, null)
      return ok({
        cursor: { epoch: world.epoch, seq: world.seq },
        user: { id: ids.user, email: 'mara@lindqvist.example', created_at: new Date(world.now).toISOString() },
        profile_version: world.profile.version,
        is_matching: world.matching,
        matches: matches.items,
        matches_next_cursor: matches.next_cursor,
        applications: world.applications,
        interviews: world.interviews,
        analytics: world.analytics,
      })
    },
  ],
]

function tally(wordsOf: string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of wordsOf) counts[word] = (counts[word] ?? 0) + 1
  return counts
}
