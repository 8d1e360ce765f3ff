import { act, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { AnswerInput, readable } from 'components/applications/AnswerInput'
import { countdown, doubtOf, mailWatch } from 'lib/doubt'
import { storyOf } from 'lib/stateSentences'
import type { FieldAnswer } from 'types/api'
import { describe, expect, it, vi } from 'vitest'
import { ok } from '../../mock/answers'
import { makeApplications, makeDetail } from '../../mock/applications'
import { makeJobs } from '../../mock/data'
import { ids } from '../../mock/ids'
import { makeReview } from '../../mock/review'
import { problem } from '../../mock/world'
import { expectAccessible, heading, renderApp, useWorld } from '../test/renderApp'

useWorld()

const samples = makeApplications(makeJobs(0), 0)
const pathOf = (status: string) => `/applications/${samples.find((item) => item.status === status)?.id}`
async function open(status: string) {
  const hands = renderApp(pathOf(status))
  const application = samples.find((item) => item.status === status)!
  await heading(application.job_title)
  await waitFor(() => expect(hands.session.realTime.getStatus().state).toBe('live'))
  return { ...hands, application }
}
const answers = () => within(screen.getByRole('region', { name: 'Answers' }))

describe('review', () => {
  it('shows every answer and where it comes from', async () => {
    await open('ready')
    const list = answers()
    for (const text of [
      'Mara Lindqvist',
      'basics.email',
      'made for this application',
      'You said before',
      'Recognised',
      'Sensitive',
      'The posting was read on the company’s own board.',
    ]) {
      expect(list.getAllByText(text).length).toBeGreaterThan(0)
    }
  })

  it('is accessible, answers and documents', async () => {
    await open('ready')
    await screen.findByRole('region', { name: 'Documents to be sent' })
    // What is around it is the same on every page.
    await expectAccessible(screen.getByRole('main'))
  })

  it('puts the documents beside the profile and marks every change', async () => {
    const { user } = await open('ready')
    const panel = within(await screen.findByRole('region', { name: 'Documents to be sent' }))
    const resume = within(await panel.findByRole('region', { name: 'Resume' }))
    for (const text of ['7 lines unchanged', '1 moved', '1 left out', 'Nothing added']) resume.getByText(text)
    const leftOut = resume.getByText(/yearly offsite/)
    expect(within(leftOut.closest('li')!).getByText('Left out')).toBeTruthy()
    expect(resume.getAllByText('Moved')).toHaveLength(2)
    expect(resume.queryByText(/could not be found word for word/)).toBeNull()
    const letter = within(panel.getByRole('region', { name: 'Cover letter' }))
    expect(letter.getByText('Work · Staff Engineer, Rheinwerk Payments')).toBeTruthy()
    await user.click(resume.getByRole('button', { name: 'Read both files' }))
    expect(await resume.findByTitle('Your original')).toBeTruthy()
    expect(await resume.findByTitle('Will be sent')).toBeTruthy()
  })

  it('says so when the lines were not found in the file', async () => {
    const { world, application } = await open('ready')
    const review = makeReview('x')
    const unsure = { ...review, resume: { ...review.resume!, as_printed: false } }
    world.override(`GET /applications/${application.id}/review`, ok(unsure))
    act(() => {
      world.move(application.id, { status: 'ready' })
    })
    expect(await screen.findByText(/could not be found word for word in the file/)).toBeTruthy()
  })

  it('approves exactly the content that is shown', async () => {
    const { user, world, application } = await open('ready')
    await user.click(screen.getByRole('button', { name: 'Approve and send' }))
    expect(await screen.findByText('Approved')).toBeTruthy()
    const sent = world.log.find(({ path }) => path.endsWith('/approve'))
    expect(sent).toMatchObject({
      path: `/applications/${application.id}/approve`,
      body: { snapshot_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
    expect(await screen.findByText('You approved it. It is sent once.')).toBeTruthy()
  })

  it('shows the newer content when it changed meanwhile, and sends nothing', async () => {
    const { user, world, application } = await open('ready')
    world.override(
      `POST /applications/${application.id}/approve`,
      problem(409, 'snapshot-changed', 'The content changed since you looked. Look again.'),
    )
    const reads = () =>
      world.log.filter(({ path, method }) => method === 'GET' && path === `/applications/${application.id}`).length
    const before = reads()
    await user.click(screen.getByRole('button', { name: 'Approve and send' }))
    expect(await screen.findByText('The content changed since you looked. Look again.')).toBeTruthy()
    await waitFor(() => expect(reads()).toBeGreaterThan(before))
  })

  it('edits one answer and can remember it', async () => {
    const { user, world } = await open('ready')
    await user.click(screen.getByRole('button', { name: 'Edit “Phone”' }))
    const field = screen.getByRole('textbox', { name: 'Phone *' })
    await user.clear(field)
    await user.type(field, '+49 421 5550')
    expect(screen.queryByRole('button', { name: 'Approve and send' })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Save 1 answer' }))
    await waitFor(() =>
      expect(world.log.find(({ path }) => path.endsWith('/answers'))?.body).toEqual({
        answers: [{ field: 'phone', value: '+49 421 5550' }],
        remember: true,
      }),
    )
  })

  it('asks what only the person can answer', async () => {
    const { user, world } = await open('draft')
    expect(answers().getByText('2 questions wait for you.')).toBeTruthy()
    await user.selectOptions(screen.getByRole('combobox', { name: /legally authorized/ }), 'Yes')
    await user.type(screen.getByRole('textbox', { name: /^Why/ }), 'I like maps.')
    await user.click(screen.getByRole('checkbox', { name: 'Remember for the next form' }))
    await user.click(screen.getByRole('button', { name: 'Save 2 answers' }))
    await waitFor(() =>
      expect(world.log.find(({ path }) => path.endsWith('/answers'))?.body).toEqual({
        answers: [
          { field: 'authorization', value: 'Yes' },
          { field: 'why', value: 'I like maps.' },
        ],
        remember: false,
      }),
    )
    await expectAccessible()
  })
})

describe('a run', () => {
  it('shows its steps with pictures and goes on live', async () => {
    const { world, application, user } = await open('preparing')
    const run = within(screen.getByRole('region', { name: 'Live run' }))
    await run.findByText('Reading the form')
    act(() => {
      world.emit('application_progress', {
        application_id: application.id,
        step_no: 6,
        step: 'Choosing “Germany”',
        percent: 71,
        screenshot_id: ids.screenshot,
      })
    })
    expect(await run.findByText('Choosing “Germany”')).toBeTruthy()
    expect(run.getByText('71%')).toBeTruthy()
    expect(run.getByRole('img', { name: 'The page as it is being filled' })).toBeTruthy()
    await user.click(run.getByRole('button', { name: 'Enlarge the picture. Step 3: Reading the form' }))
    expect(screen.getByRole('img', { name: 'Step 3: Reading the form' })).toBeTruthy()
  })

  it('becomes a review without a reload', async () => {
    const { world, application } = await open('preparing')
    act(() => {
      world.move(application.id, { status: 'ready' })
    })
    expect(await screen.findByText('Ready for your review')).toBeTruthy()
    expect(await screen.findByRole('button', { name: 'Approve and send' })).toBeTruthy()
  })

  it('can be given up, after a question', async () => {
    const { user, world } = await open('preparing')
    await user.click(screen.getByRole('button', { name: 'Cancel application' }))
    await user.click(screen.getByRole('button', { name: 'Give it up' }))
    expect(await screen.findByText('You gave this application up. Nothing more happens.')).toBeTruthy()
    expect(world.log.some(({ path }) => path.endsWith('/cancel'))).toBe(true)
  })
})

describe('what cannot be told for certain', () => {
  const panel = () => within(screen.getByRole('region', { name: 'Did it arrive?' }))

  it('says what is known, what is checked and until when, and offers nothing that could send twice', async () => {
    await open('unconfirmed')
    const known = within(panel().getByRole('region', { name: 'What is known' }))
    expect(known.getByText(/Attempt 1: the button was pressed on .* and the form left this machine at/)).toBeTruthy()
    expect(known.getByText(/jobs.example answered 502/)).toBeTruthy()
    expect(known.getByText('Something went wrong on our side.')).toBeTruthy()
    expect(known.getByRole('button', { name: 'Enlarge the picture. The page after sending.' })).toBeTruthy()
    const checked = within(panel().getByRole('region', { name: 'What is being checked' }))
    expect(checked.getByRole('timer').textContent).toMatch(/^[34]:\d\d$/)
    expect(await checked.findByText(/A mail that provably comes from the employer settles it/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Approve|Try again/ })).toBeNull()
    for (const name of ['Not received – send again', 'Drop it'])
      expect(panel().getByRole<HTMLButtonElement>('button', { name }).disabled).toBe(true)
    expect(panel().getAllByText(/Possible once checking has ended, at \d\d:\d\d/).length).toBeGreaterThan(0)
    await expectAccessible()
  })

  const said = (world: ReturnType<typeof renderApp>['world']) =>
    world.log.find(({ path }) => path.endsWith('/resolve'))?.body

  it('counts as sent on the person’s word, also while it is checked', async () => {
    const { user, world } = await open('unconfirmed')
    await user.click(panel().getByRole('button', { name: 'I got a confirmation' }))
    await waitFor(() => expect(said(world)).toEqual({ outcome: 'sent', note: '' }))
  })

  it('is sent again only after a warning that it may arrive twice', async () => {
    const { user, world, application } = await open('needs_review')
    await user.type(panel().getByRole('textbox', { name: /What makes you sure/ }), 'They told me.')
    await user.click(panel().getByRole('button', { name: 'Not received – send again' }))
    const dialog = within(screen.getByRole('dialog', { name: 'Send it again?' }))
    const again = dialog.getByRole<HTMLButtonElement>('button', { name: 'Send again' })
    expect(again.disabled).toBe(true)
    expect(said(world)).toBeUndefined()
    await user.click(dialog.getByRole('checkbox', { name: `I know that ${application.company} may get it twice` }))
    await user.click(again)
    await waitFor(() => expect(said(world)).toEqual({ outcome: 'not_sent', note: 'They told me.' }))
  })

  it('is dropped after a question that says what stays at the employer', async () => {
    const { user, world, application } = await open('needs_review')
    await user.click(panel().getByRole('button', { name: 'Drop it' }))
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getByText(new RegExp(`If it did arrive, ${application.company} still has it`))).toBeTruthy()
    await user.click(dialog.getByRole('button', { name: 'Drop it' }))
    await waitFor(() => expect(said(world)).toEqual({ outcome: 'drop', note: '' }))
  })

  it('needs no warning where nothing left', () => {
    const application = { ...samples.find((item) => item.status === 'needs_review')!, reason: null }
    const detail = makeDetail(application, makeJobs(0)[0]!, 0)
    const attempt = detail.attempts[0]!
    const never = { ...detail, attempts: [{ ...attempt, released_at: null }] }
    const held = { ...detail, application: { ...application, reason: { code: 'not_released', message: '' } } }
    const voided = { ...detail, attempts: [{ ...attempt, voided_at: attempt.armed_at }] }
    expect([detail, never, held, voided].map((item) => doubtOf(item).mayHaveArrived)).toEqual([
      true,
      false,
      false,
      false,
    ])
  })

  it('has a countdown that ends', () => {
    const now = Date.parse('2026-11-27T09:00:00Z')
    expect(countdown('2026-11-27T09:29:05Z', now)).toBe('29:05')
    expect(countdown('2026-11-27T11:00:00Z', now)).toBe('2:00:00')
    expect(countdown('2026-11-27T09:00:00Z', now)).toBeNull()
    expect(countdown('not a time', now)).toBeNull()
  })

  it.each([
    ['healthy', /settles it/],
    ['failing', /cannot be read/],
  ])('says whether mail can settle it: %s', (status, sentence) => {
    const mailbox = {
      id: 'm',
      kind: 'imap',
      name: 'm',
      problem: null,
      last_synced_at: null,
      has_password: true,
    } as const
    expect(mailWatch([{ ...mailbox, status }]).sentence).toMatch(sentence)
    expect(mailWatch([]).sentence).toMatch(/No mailbox is watched/)
  })
})

describe('a sent application', () => {
  it('keeps its proof, its documents and what was answered', async () => {
    const { user } = await open('submitted')
    expect(screen.getByText('Verified: the site accepted it and showed its confirmation.')).toBeTruthy()
    expect(screen.getByText('The page says “Thank you for applying”.')).toBeTruthy()
    expect(screen.getByText('Technical interview')).toBeTruthy()
    expect(screen.getAllByText('Invitation to a technical interview').length).toBeGreaterThan(0)
    await user.click(screen.getAllByRole('button', { name: 'Read' })[0]!)
    expect(await screen.findByTitle('Resume: Mara-Lindqvist-resume.pdf')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Read' }))
    expect(await screen.findByTitle('Cover letter: Mara-Lindqvist-letter.pdf')).toBeTruthy()
  })

  it('moves on when the employer answers', async () => {
    const { world, application } = await open('submitted')
    act(() => {
      world.move(application.id, { stage: 'offer' })
    })
    expect(await screen.findByText('Offer')).toBeTruthy()
  })
})

describe('an answer', () => {
  const field = (part: Partial<FieldAnswer>): FieldAnswer => ({
    field: 'f',
    label: 'Question',
    kind: 'text',
    meaning: 'unknown',
    required: false,
    sensitive: false,
    options: [],
    value: null,
    document_id: null,
    origin: { from: 'person' },
    ...part,
  })
  const ask = (answer: FieldAnswer, value = '', error?: string) => {
    const onChange = vi.fn<(value: string) => void>()
    render(<AnswerInput answer={answer} value={value} error={error} onChange={onChange} />)
    return onChange
  }

  it('of several choices is one line per choice, in the form’s order', async () => {
    const onChange = ask(field({ kind: 'checkbox_group', options: ['Mon', 'Tue', 'Wed'] }), 'Wed')
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Wed' }).checked).toBe(true)
    await userEvent.click(screen.getByRole('checkbox', { name: 'Mon' }))
    expect(onChange).toHaveBeenCalledWith('Mon\nWed')
    await userEvent.click(screen.getByRole('checkbox', { name: 'Wed' }))
    expect(onChange).toHaveBeenLastCalledWith('')
    expect(readable({ kind: 'checkbox_group' }, 'Mon\nWed')).toBe('Mon, Wed')
  })

  it('of a single box is yes or no', async () => {
    const onChange = ask(field({ kind: 'checkbox', required: true }), 'no')
    await userEvent.click(screen.getByRole('checkbox', { name: 'Question *' }))
    expect(onChange).toHaveBeenCalledWith('yes')
    expect([
      readable({ kind: 'checkbox' }, 'yes'),
      readable({ kind: 'checkbox' }, 'no'),
      readable({ kind: 'checkbox' }, ''),
    ]).toEqual(['Ticked', 'Not ticked', ''])
  })

  it.each([
    ['email', 'email'],
    ['date', 'date'],
    ['tel', 'tel'],
    ['other', 'text'],
  ])('of the kind %s has a field of type %s', (kind, type) => {
    ask(field({ kind }))
    expect(screen.getByLabelText('Question').getAttribute('type')).toBe(type)
  })

  it('of a typeahead is free text with suggestions', async () => {
    const onChange = ask(field({ kind: 'typeahead', options: ['Berlin', 'Bern'] }))
    await userEvent.type(screen.getByRole('combobox', { name: 'Question' }), 'B')
    expect(onChange).toHaveBeenCalledWith('B')
  })

  it.each(['radio_group', 'yes_no_buttons', 'combobox', 'select'])(
    'of the kind %s is chosen from what is offered',
    async (kind) => {
      const onChange = ask(field({ kind, options: ['Yes', 'No'] }))
      await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Question' }), 'No')
      expect(onChange).toHaveBeenCalledWith('No')
    },
  )

  it('that does not fit says so at the field', () => {
    ask(field({ kind: 'number' }), 'x', '“x” is not a number.')
    expect(screen.getByRole('alert').textContent).toBe('“x” is not a number.')
    expect(screen.getByLabelText('Question').getAttribute('aria-invalid')).toBe('true')
  })
})

it('withdraws after a question, and says that it writes to nobody', async () => {
  const { user, world } = await open('submitted')
  await user.click(screen.getByRole('button', { name: 'I withdrew' }))
  const dialog = within(screen.getByRole('dialog'))
  expect(dialog.getByText(/Jobwire writes nothing to/)).toBeTruthy()
  await user.click(dialog.getByRole('button', { name: 'I withdrew' }))
  expect(await screen.findByText('Withdrawn')).toBeTruthy()
  expect(world.log.some(({ path }) => path.endsWith('/withdraw'))).toBe(true)
})

it('shows that an approval stands, and asks for none again', () => {
  const story = storyOf({ ...samples[1]!, status: 'ready' }, true)
  expect(story).toMatchObject({ title: 'Approved', you: null })
})

it.each([
  ['rejected', 'Declined', 'neutral', null],
  ['offer', 'Sent', 'good', 'They wait for your answer to their offer.'],
  ['none', 'Sent', 'good', null],
] as const)('tells the employer’s side once it is sent: %s', (stage, title, tone, you) => {
  const next_step = 'They wait for your answer to their offer.'
  expect(storyOf({ ...samples[1]!, status: 'submitted', stage, next_step })).toMatchObject({ title, tone, you })
})

it('says so when the application is unknown', async () => {
  renderApp('/applications/unknown')
  expect(await screen.findByText('This application is not known.')).toBeTruthy()
})
