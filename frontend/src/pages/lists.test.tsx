import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'

import { expectAccessible, heading, renderApp, useWorld } from '../test/renderApp'

useWorld()

async function open(path: string, name: string | RegExp) {
  const hands = renderApp(path)
  await heading(name)
  await waitFor(() => expect(hands.session.realTime.getStatus().state).toBe('live'))
  return hands
}
const rows = (name: string) => within(screen.getByRole('list', { name })).getAllByRole('listitem')

describe('jobs', () => {
  it('are searched and filtered on the server', async () => {
    const { user, world } = await open('/jobs', 'Jobs')
    await waitFor(() => expect(rows('Jobs')).toHaveLength(11))
    await user.type(screen.getByRole('searchbox', { name: 'Search jobs' }), 'rust')
    await waitFor(() => expect(rows('Jobs')).toHaveLength(1))
    expect(world.log.filter(({ path }) => path === '/jobs').length).toBeLessThan(4)
    await user.selectOptions(screen.getByRole('combobox', { name: 'Place of work' }), 'remote')
    expect(await screen.findByText('No job fits')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Clear the filters' }))
    await waitFor(() => expect(rows('Jobs')).toHaveLength(11))
    await user.selectOptions(screen.getByRole('combobox', { name: 'Open or closed' }), 'all')
    await waitFor(() => expect(rows('Jobs')).toHaveLength(12))
  })

  it('are read beside the list, cleaned of everything active', async () => {
    const { world, user } = await open('/jobs', 'Jobs')
    const job = world.jobs[8]!
    await user.click(await screen.findByRole('link', { name: job.title }))
    const article = within(await screen.findByRole('article', { name: `${job.title} at ${job.company}` }))
    expect(article.getByText('What you will do')).toBeTruthy()
    expect(article.getByRole('link', { name: 'Read about the team' }).getAttribute('rel')).toBe(
      'noopener noreferrer nofollow',
    )
    expect(article.getByText(/Kafka is asked for/)).toBeTruthy()
    await expectAccessible()
    await user.keyboard('a')
    expect(screen.getByRole('dialog', { name: 'Apply' })).toBeTruthy()
  })

  it('of one vacancy name its places, and a second application is asked about', async () => {
    const { user, world } = await open('/jobs', 'Jobs')
    const [leeds, york] = [world.jobs[8]!, world.jobs[9]!]
    Object.assign(leeds, { location: 'Leeds' })
    Object.assign(york, { location: 'York' })
    world.vacancy = [leeds.id, york.id]
    const first = world.begin(leeds.id, null)
    await user.click(await screen.findByRole('link', { name: york.title }))
    const article = within(await screen.findByRole('article', { name: `${york.title} at ${york.company}` }))
    const places = within(article.getByRole('region', { name: 'Places' }))
    expect(places.getByRole('link', { name: 'Leeds' }).getAttribute('href')).toBe(`/jobs/${leeds.id}`)
    expect(article.getByText(/You have an/).textContent).toBe('You have an application to this vacancy in Leeds.')
    await expectAccessible()
    await user.click(article.getByRole('button', { name: 'Apply' }))
    await user.click(screen.getByRole('button', { name: 'Begin' }))
    expect((await screen.findByRole('alert')).textContent).toContain('in Leeds already')
    expect(world.applications.filter(({ job_id }) => job_id === york.id)).toHaveLength(0)
    await user.click(screen.getByRole('button', { name: 'Apply here as well' }))
    await waitFor(() => expect(world.applications.filter(({ job_id }) => job_id === york.id)).toHaveLength(1))
    expect(world.applications.filter(({ id }) => id === first.id)).toHaveLength(1)
  })

  it('that are closed cannot be applied to, and say why', async () => {
    const { world } = await open('/jobs', 'Jobs')
    const closed = world.jobs.at(-1)!
    act(() => {
      history.pushState(null, '', `/jobs/${closed.id}`)
    })
    const article = await screen.findByRole('article', { name: `${closed.title} at ${closed.company}` })
    const button = within(article).getByRole<HTMLButtonElement>('button', { name: 'Apply' })
    expect(button.disabled).toBe(true)
    expect(within(article).getByText('This job is no longer open.')).toBeTruthy()
  })

  it('are chosen for a batch, by hand or with x', async () => {
    const { user, world } = await open('/jobs', 'Jobs')
    await waitFor(() => expect(rows('Jobs')).toHaveLength(11))
    const [first, second] = [world.jobs[8]!, world.jobs[9]!]
    await user.click(screen.getByRole('checkbox', { name: `Select ${first.title} at ${first.company}` }))
    await user.click(document.body)
    await user.keyboard(`${'j'.repeat(10)}x`)
    expect(await screen.findByText('2 jobs selected')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Apply to 2' }))
    const dialog = screen.getByRole('dialog', { name: 'Apply to 2 jobs' })
    expect(within(dialog).getByText(second.title)).toBeTruthy()
    await user.click(within(dialog).getByRole('button', { name: 'Begin all' }))
    await waitFor(() =>
      expect(world.log.find(({ path }) => path === '/applications/batch')?.body).toEqual({
        job_ids: [first.id, second.id],
        auto_customize: true,
        follow_external_links: true,
      }),
    )
    await waitFor(() => expect(screen.queryByText('2 jobs selected')).toBeNull())
  })

  it('that are unknown say so', async () => {
    await open('/jobs/unknown', 'Jobs')
    expect(await screen.findByText(/This job is not known/)).toBeTruthy()
  })
})

describe('applications', () => {
  it('are grouped by who has to move next, and filtered', async () => {
    const { user } = await open('/applications', 'Applications')
    expect(within(await screen.findByRole('region', { name: 'Waits for you' })).getAllByRole('listitem')).toHaveLength(
      3,
    )
    expect(within(screen.getByRole('region', { name: 'Ended' })).getByText('Rejected')).toBeTruthy()
    await user.click(screen.getByRole('radio', { name: /Sent/ }))
    expect(screen.queryByRole('region', { name: 'Waits for you' })).toBeNull()
    expect(within(screen.getByRole('region', { name: 'Sent' })).getAllByRole('listitem')).toHaveLength(2)
    await user.type(screen.getByRole('searchbox', { name: 'Search applications' }), 'nothing like this')
    expect(screen.getByText('Nothing here')).toBeTruthy()
  })

  it('are moved through with j and opened with Enter', async () => {
    const { user, world } = await open('/applications', 'Applications')
    await screen.findByRole('region', { name: 'Waits for you' })
    await user.keyboard('j{Enter}')
    await heading(world.applications[1]!.job_title)
  })
})

describe('inbox', () => {
  it('asks about a weak link and learns the answer', async () => {
    const { user, world } = await open('/inbox', 'Inbox')
    const item = within((await screen.findByText('Update on your application')).closest('li')!)
    expect(item.getByText(/“Unfortunately we have decided”/)).toBeTruthy()
    await user.click(item.getByRole('button', { name: 'It is about this' }))
    await waitFor(() => expect(world.observations[1]?.status).toBe('confirmed'))
    await waitFor(() => expect(item.queryByRole('button')).toBeNull())
  })

  it('takes no for an answer', async () => {
    const { user, world } = await open('/inbox', 'Inbox')
    await user.click(await screen.findByRole('button', { name: 'None of them' }))
    await waitFor(() => expect(world.observations[1]?.status).toBe('dismissed'))
    expect(await screen.findByText('You said it belongs to none of your applications.')).toBeTruthy()
  })

  it('shows a message that arrives now', async () => {
    const { world } = await open('/inbox', 'Inbox')
    await screen.findByText('Update on your application')
    act(() => {
      world.emit('observation_recorded', {
        observation: {
          ...world.observations[0]!,
          id: 'new',
          subject: 'We received your application',
          class: 'acknowledgement',
        },
      })
    })
    expect(await screen.findByText('We received your application')).toBeTruthy()
    await userChoosesOnlyAsked()
    expect(screen.queryByText('We received your application')).toBeNull()
  })

  async function userChoosesOnlyAsked() {
    fireEvent.click(screen.getByRole('radio', { name: /To decide/ }))
    await screen.findByText('Update on your application')
  }

  it('links a mailbox and shows what the server says against it', async () => {
    const { user, world } = await open('/inbox', 'Inbox')
    await user.click(screen.getByRole('button', { name: 'Link a mailbox' }))
    const dialog = within(screen.getByRole('dialog', { name: 'Link a mailbox' }))
    await user.type(dialog.getByLabelText('Server'), 'bad.example')
    await user.type(dialog.getByLabelText('User name'), 'mara')
    await user.type(dialog.getByLabelText('Password'), 'secret')
    await user.click(dialog.getByRole('button', { name: 'Link mailbox' }))
    expect(await dialog.findByText('The server refused this password.')).toBeTruthy()
    await user.click(dialog.getByRole('radio', { name: 'Maildir on this machine' }))
    await user.type(dialog.getByLabelText('Folder'), '/srv/mail')
    await user.click(dialog.getByRole('button', { name: 'Link mailbox' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(world.mailboxes.at(-1)).toMatchObject({ kind: 'maildir', name: '/srv/mail' })
    expect(await screen.findByText('/srv/mail')).toBeTruthy()
  })

  it('reads a mailbox now and unlinks it after a question', async () => {
    const { user, world } = await open('/inbox', 'Inbox')
    await user.click(await screen.findByRole('button', { name: 'Read mara@lindqvist.example now' }))
    await user.click(screen.getByRole('button', { name: 'Unlink mara@lindqvist.example' }))
    await user.click(screen.getByRole('button', { name: 'Unlink' }))
    await waitFor(() => expect(world.mailboxes).toHaveLength(0))
  })
})

describe('interviews', () => {
  it('show both time zones and go into a calendar', async () => {
    const { user } = await open('/interviews', 'Interviews')
    expect(await screen.findByText(/for the employer \(America\/New_York\)/)).toBeTruthy()
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
    await user.click(screen.getAllByRole('button', { name: /Add to calendar/ })[0]!)
    expect(clicked).toHaveBeenCalled()
    expect(screen.getByRole('link', { name: 'All as iCalendar' }).getAttribute('href')).toContain(
      '/api/v1/interviews/calendar.ics',
    )
    clicked.mockRestore()
  })
})

describe('sources', () => {
  it('are added by address, with the server’s reason where that is not possible', async () => {
    const { user } = await open('/sources', 'Sources')
    const field = screen.getByLabelText('Address of a job board or careers page')
    await user.type(field, 'https://www.linkedin.com/jobs')
    await user.click(screen.getByRole('button', { name: 'Watch it' }))
    expect(await screen.findByText(/Use the employer’s own careers page/)).toBeTruthy()
    await user.clear(field)
    await user.type(field, 'https://boards.greenhouse.io/corvid')
    await user.click(screen.getByRole('button', { name: 'Watch it' }))
    expect(await screen.findByText('Corvid Mapping is watched')).toBeTruthy()
  })

  it('show their health as it changes, are read now, and removed after a question', async () => {
    const { user, world } = await open('/sources', 'Sources')
    expect(await screen.findByText('The board asked us to slow down. It is read again in 12 minutes.')).toBeTruthy()
    act(() => {
      world.emit('source_update', { ...world.sources[0]!, health: 'gone', problem: 'The board is gone (404).' })
    })
    expect(await screen.findByText('The board is gone (404).')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Read Quillmark now' }))
    expect(await screen.findByText('Quillmark is being read')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Stop watching Quillmark' }))
    await user.click(screen.getByRole('button', { name: 'Stop watching' }))
    await waitFor(() => expect(world.sources).toHaveLength(3))
  })
})

describe('system', () => {
  it('shows a token once and revokes it', async () => {
    const { user, world } = await open('/system', 'System')
    await user.type(screen.getByLabelText('Name of a new token'), 'My script')
    await user.click(screen.getByRole('button', { name: 'Create' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'My script' }))
    expect(dialog.getByText('jw_4f0e1c2d3b4a59687')).toBeTruthy()
    await user.click(dialog.getByRole('button', { name: 'I have kept it' }))
    expect(screen.queryByText('jw_4f0e1c2d3b4a59687')).toBeNull()
    await user.click(await screen.findByRole('button', { name: 'Revoke My script' }))
    await user.click(screen.getByRole('button', { name: 'Revoke' }))
    await waitFor(() => expect(world.tokens).toHaveLength(0))
  })

  it('keeps what the system said', async () => {
    const { world } = await open('/system', 'System')
    act(() => {
      world.emit('system_notification', {
        level: 'error',
        title: 'The disk is nearly full',
        message: 'Free some space.',
      })
    })
    expect(
      await within(screen.getByRole('region', { name: 'Messages' })).findByText('The disk is nearly full'),
    ).toBeTruthy()
  })
})

describe('analytics', () => {
  it('are also tables for those who see no charts', async () => {
    await open('/analytics', 'Analytics')
    expect(await screen.findByRole('table', { name: 'Applications sent and answers received per day' })).toBeTruthy()
    expect(screen.getByText('2.6 days')).toBeTruthy()
  })
})
