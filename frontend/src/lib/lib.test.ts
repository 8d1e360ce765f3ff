import { changedAnswers } from 'components/applications/AnswersReview'

import { cleanHtml } from 'components/jobs/JobDescription'
import { upcoming } from 'hooks/useServerState'
import { isTyping } from 'hooks/useShortcuts'
import { safeNext } from 'pages/AuthPage'
import { describe, expect, it } from 'vitest'
import { makeApplication, makeApplications, makeDetail, makeInterviews } from '../../mock/applications'
import { makeBatch } from '../../mock/batches'
import { makeJobs } from '../../mock/data'
import type { Application, Pay, Stage, State } from '../types/api'
import { needsPerson, originOf } from './answerOrigins'
import { groupCounts, grouped, groupOf, isOpenBatch, isRunning, percentOf } from './applicationGroups'
import { toICalendar } from './calendar'
import * as format from './format'
import { storyOf } from './stateSentences'
import { STAGES, STATES, wordFor } from './vocabulary'

const NOW = Date.parse('2026-11-24T12:00:00Z')
const ago = (ms: number) => new Date(NOW - ms).toISOString()
const jobs = makeJobs(NOW)
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000]

describe('times', () => {
  it.each([
    [0, 'just now'],
    [44_000, 'just now'],
    [3 * MINUTE, '3 min ago'],
    [5 * HOUR, '5 hr ago'],
    [DAY, 'yesterday'],
    [40 * DAY, 'Oct 15, 2026'],
    [-20_000, 'in a moment'],
    [-2 * HOUR, 'in 2 hr'],
    [-DAY, 'tomorrow'],
  ])('%d ms ago is “%s”', (ms, text) => {
    expect(format.relativeTime(ago(ms), NOW)).toBe(text)
  })

  it('are unknown where there are none', () => {
    expect(format.relativeTime(null, NOW)).toBe('–')
    expect(format.relativeTime('nonsense', NOW)).toBe('–')
    expect(format.date(null)).toBe('–')
  })

  it('are told in any zone, and survive a zone nobody knows', () => {
    expect(format.dateTime('2026-11-24T13:30:00Z', 'America/New_York')).toBe('Tue, Nov 24, 08:30 EST')
    expect(format.dateTime('2026-11-24T13:30:00Z', 'Europe/Berlin')).toContain('14:30')
    expect(format.dateTime('2026-11-24T13:30:00Z', 'W. Europe Standard Time')).toContain('Nov 24')
    expect(format.clockTime('2026-11-24T13:30:00Z', 'Asia/Tokyo')).toBe('22:30')
    expect(format.clockTime('2026-11-24T13:30:00Z', 'Nowhere')).toMatch(/^\d\d:\d\d$/)
  })
})

describe('numbers', () => {
  const pay = (part: Partial<Pay>): Pay => ({ min: null, max: null, currency: 'EUR', period: 'year', ...part })

  it.each([
    [pay({ min: 60_000, max: 75_000 }), '€60,000–75,000 a year'],
    [pay({ min: 60_000 }), 'from €60,000 a year'],
    [pay({ max: 75_000 }), 'up to €75,000 a year'],
    [pay({ min: 22.5, max: 22.5, currency: 'USD', period: 'hour' }), '$22.5 an hour'],
    [pay({ min: 100, currency: '??' }), 'from 100 ?? a year'],
    [pay({}), null],
    [null, null],
  ])('pay %j is “%s”', (value, text) => {
    expect(format.pay(value)).toBe(text)
  })

  it('are short', () => {
    expect([
      format.percent(0.347),
      format.percent(null),
      format.hours(0.4),
      format.hours(5),
      format.hours(62.4),
      format.hours(null),
    ]).toEqual(['35%', '–', '24 min', '5 h', '2.6 days', '–'])
    expect([format.bytes(12), format.bytes(84_211), format.bytes(10 * 1024 * 1024)]).toEqual(['12 B', '82 KB', '10 MB'])
    expect([format.plural(1, 'job'), format.plural(1200, 'job'), format.plural(2, 'match', 'matches')]).toEqual([
      '1 job',
      '1,200 jobs',
      '2 matches',
    ])
    expect(format.words('full_time')).toBe('Full time')
  })
})

describe('a language', () => {
  it('is asked for by its name', () => {
    expect(format.languageNeed({ language: 'de', required: true })).toBe('German required')
    expect(format.languageNeed({ language: 'cy', required: false })).toBe('Welsh welcome')
    expect(format.languageNeed({ language: '?', required: true })).toBe('? required')
  })
})

describe('addresses', () => {
  it('become links only when they lead to the web', () => {
    expect(format.safeHref('https://example.org/a b')).toBe('https://example.org/a%20b')
    for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'not an address', ''])
      expect(format.safeHref(bad)).toBeUndefined()
    expect(format.hostOf('https://www.example.org/jobs')).toBe('example.org')
    expect(format.hostOf('resume.json')).toBe('resume.json')
  })

  it('after logging in stay within this application', () => {
    expect(safeNext('next=%2Finbox%3Fa%3D1')).toBe('/inbox?a=1')
    for (const bad of ['next=//evil.example', 'next=/%5Cevil.example', 'next=https://evil.example', ''])
      expect(safeNext(bad)).toBeNull()
  })
})

describe('a posting’s text', () => {
  it('keeps its structure', () => {
    expect(cleanHtml('<h3>You</h3><ul><li><strong>Rust</strong></li></ul>')).toBe(
      '<h3>You</h3><ul><li><strong>Rust</strong></li></ul>',
    )
  })

  it.each([
    '<script>alert(1)</script>',
    '<img src="https://tracker.example/p.gif" onerror="alert(1)">',
    '<p style="position:fixed" onclick="alert(1)" class="btn">x</p>',
    '<a href="javascript:alert(1)">x</a>',
    '<iframe src="https://evil.example"></iframe>',
    '<form action="https://evil.example"><input name="password"></form>',
    '<svg><script>alert(1)</script></svg>',
    '<math><mi xlink:href="data:x,<script>alert(1)</script>"></mi></math>',
    '<style>*{display:none}</style>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  ])('loses what could act: %s', (html) => {
    expect(cleanHtml(html)).not.toMatch(
      /script|onerror|onclick|style|class=|<img|<iframe|<form|<input|<svg|<math|data:/i,
    )
  })

  it('opens links elsewhere and tells the other site nothing', () => {
    expect(cleanHtml('<a href="https://example.org/" target="_self">x</a>')).toBe(
      '<a href="https://example.org/" target="_blank" rel="noopener noreferrer nofollow">x</a>',
    )
  })
})

describe('groups', () => {
  const states = Object.keys(STATES) as State[]

  it('hold every application exactly once', () => {
    const all = states.map((status, no) => makeApplication(jobs[0]!, no, NOW, { status }))
    const groups = grouped(all)
    expect(Object.values(groups).flat()).toHaveLength(states.length)
    expect(groups.waiting.map(({ status }) => status)).toEqual([
      'draft',
      'ready',
      'rejected_by_form',
      'needs_review',
      'failed_before_send',
    ])
    expect(groups.running.map(({ status }) => status)).toEqual([
      'queued',
      'preparing',
      'submitting',
      'submitting_released',
      'unconfirmed',
    ])
  })

  it('end a sent application with the employer’s final answer', () => {
    const endings = (Object.keys(STAGES) as Stage[]).filter(
      (stage) => groupOf({ status: 'submitted', stage }) === 'ended',
    )
    expect(endings).toEqual(['rejected', 'withdrawn', 'no_response'])
    expect(groupOf({ status: 'new_state' as State, stage: 'none' })).toBe('waiting')
    expect(isRunning({ status: 'unconfirmed', stage: 'none' })).toBe(true)
  })

  it('tell how far a batch is', () => {
    const member = (no: number, part: Partial<Application>) =>
      makeApplication(jobs[no]!, no, NOW, { batch_id: 'b', ...part })
    const members = [
      member(0, { status: 'submitted' }),
      member(1, { status: 'ready' }),
      member(2, { status: 'preparing', progress: { step: '', percent: 40 } }),
      member(3, {}),
    ]
    expect(percentOf(members)).toBe(60)
    expect(percentOf([])).toBe(0)
    const batch = makeBatch('b', members, null)
    expect(groupCounts(batch)).toEqual({ waiting: 1, running: 2, sent: 1, ended: 0 })
    expect(isOpenBatch(batch)).toBe(true)
    const over = makeBatch('b', [member(0, { status: 'submitted' }), member(1, { status: 'cancelled' })], null)
    expect(isOpenBatch(over)).toBe(false)
    expect(isOpenBatch({ ...over, paused_at: new Date(NOW).toISOString() })).toBe(true)
  })
})

describe('words', () => {
  it('tell of every state what is known, and never promise a second sending', () => {
    for (const status of Object.keys(STATES) as State[]) {
      const story = storyOf(makeApplication(jobs[0]!, 1, NOW, { status }))
      expect(story.known.length, status).toBeGreaterThan(10)
    }
    expect(storyOf(makeApplication(jobs[0]!, 1, NOW, { status: 'unconfirmed' })).known).toContain(
      'will not be sent again',
    )
    expect(
      storyOf(makeApplication(jobs[0]!, 1, NOW, { status: 'later' as State, next_step: 'As the server says.' })).known,
    ).toBe('As the server says.')
  })

  it('show a new word of the server as it is', () => {
    expect(wordFor(STATES, 'brand_new' as State)).toEqual({ label: 'brand new', tone: 'neutral' })
  })

  it('name the origin of every answer', () => {
    expect(originOf({ from: 'profile', path: 'basics.email' }, true)).toMatchObject({
      label: 'Profile',
      detail: 'basics.email',
    })
    const bank = { from: 'bank', answer_id: '1', stated_at: '2026-11-12T00:00:00Z' } as const
    expect(originOf({ ...bank, asked: null, by_likeness: false }, true)).toMatchObject({
      label: 'You said before',
      detail: 'You answered this on Nov 12, 2026',
    })
    expect(originOf({ ...bank, asked: 'Years of Python?', by_likeness: true }, true)).toMatchObject({
      label: 'Recognised',
      detail: 'You answered this on Nov 12, 2026 to “Years of Python?”',
    })
    expect(originOf({ from: 'unanswered', why: 'Your profile does not say.' }, false)).toMatchObject({
      label: 'Optional',
      tone: 'neutral',
    })
    expect(originOf({ from: 'unanswered', why: 'A legal question.' }, true)).toMatchObject({
      tone: 'warn',
      detail: 'A legal question.',
    })
    expect(originOf({ from: 'guess' } as never, true).label).toBe('Unknown')
    expect([
      needsPerson({ required: true, value: ' ' }),
      needsPerson({ required: true, value: null }),
      needsPerson({ required: false, value: null }),
      needsPerson({ required: true, value: 'x' }),
    ]).toEqual([true, true, false, false])
  })

  it('send only answers that changed', () => {
    const { answers } = makeDetail(makeApplication(jobs[0]!, 1, NOW, { status: 'draft' }), jobs[0]!, NOW).snapshot!
    expect(changedAnswers(answers, { why: '', name: 'Mara Lindqvist', phone: '1', unknown: 'x' })).toEqual([
      { field: 'phone', value: '1' },
    ])
  })
})

describe('a calendar file', () => {
  const [interview] = makeInterviews(makeApplications(jobs, NOW), NOW)

  it('says when, where and with whom', () => {
    const text = toICalendar(interview!, NOW)
    expect(text).toContain('UID:a1@brightwater.example\r\n')
    expect(text).toContain('DTSTART:20261126T133000Z\r\nDTEND:20261126T143000Z\r\n')
    expect(text).toContain('DESCRIPTION:Staff Engineer\\, Reliability at Brightwater Energy')
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  })

  it('lasts an hour where the invitation names no end, and folds long lines', () => {
    const text = toICalendar({ ...interview!, ends_at: null, location: `${'Straße '.repeat(30)};\nfloor 2` }, NOW)
    expect(text).toContain('DTEND:20261126T143000Z')
    for (const line of text.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
    expect(text.replaceAll('\r\n ', '')).toContain('\\;\\nfloor 2')
  })

  it('lists what is still to come, soonest first', () => {
    const all = makeInterviews(makeApplications(jobs, NOW), NOW)
    const later = { ...all[0]!, id: 'later', starts_at: new Date(NOW + 9 * DAY).toISOString(), ends_at: null }
    expect(upcoming([later, ...all, { ...all[0]!, cancelled: true }], NOW).map(({ id }) => id)).toEqual([
      all[0]!.id,
      'later',
    ])
  })
})

it('keys belong to fields while somebody types', () => {
  document.body.innerHTML =
    '<input type="text"><input type="checkbox"><textarea></textarea><button>x</button><div contenteditable="true"></div>'
  const [text, check, area, button] = document.body.children
  expect([text, check, area, button].map((element) => isTyping(element ?? null))).toEqual([true, false, true, false])
  expect(isTyping(null)).toBe(false)
})
