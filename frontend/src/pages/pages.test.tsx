import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { expectAccessible, heading, renderApp, useWorld } from '../test/renderApp'

useWorld()

const PAGES: readonly [string, string | RegExp][] = [
  ['/real-time-dashboard', 'Live'],
  ['/jobs', 'Jobs'],
  ['/applications', 'Applications'],
  ['/batches', 'Batches'],
  ['/inbox', 'Inbox'],
  ['/interviews', 'Interviews'],
  ['/analytics', 'Analytics'],
  ['/profile', 'Profile'],
  ['/sources', 'Sources'],
  ['/system', 'System'],
  ['/welcome', /set up your search/],
]

describe('every page', () => {
  it.each(PAGES)('%s is shown and accessible', async (path, name) => {
    renderApp(path)
    await heading(name)
    await waitFor(() => expect(screen.queryByText('Loading…')).toBeNull())
    await expectAccessible()
    expect(document.title).toMatch(/Jobwire$/)
  })

  it.each(PAGES)('%s says what to do when there is nothing yet', async (path, name) => {
    const { user } = renderApp(path, { empty: true })
    await heading(name)
    await waitFor(() => expect(screen.queryByText('Loading…')).toBeNull())
    await expectAccessible()
    await user.tab()
    expect(document.activeElement).not.toBe(document.body)
  })
})

describe('finding the way', () => {
  it('leads from the root to the live page', async () => {
    renderApp('/')
    await heading('Live')
    expect(location.pathname).toBe('/real-time-dashboard')
  })

  it('says so where there is no page', async () => {
    renderApp('/nowhere')
    expect(await screen.findByText('There is no such page')).toBeTruthy()
  })

  it('goes by menu and by keys, and explains the keys', async () => {
    const { user } = renderApp('/real-time-dashboard')
    await heading('Live')
    await user.click(within(screen.getByRole('navigation', { name: 'Main' })).getByRole('link', { name: /Sources/ }))
    await heading('Sources')
    await user.keyboard('gi')
    await heading('Inbox')
    await user.keyboard('?')
    const help = screen.getByRole('dialog', { name: 'Keyboard shortcuts' })
    expect(within(help).getByText('Apply to the selected or open job')).toBeTruthy()
    await expectAccessible()
    await user.click(within(help).getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('dialog')).toBeNull()
    await user.keyboard('/')
    await heading('Jobs')
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: 'Search jobs' })))
  })

  it('shows what waits for the person in the menu', async () => {
    renderApp('/sources')
    await heading('Sources')
    expect(
      await within(screen.getByRole('navigation', { name: 'Main' })).findByRole('link', {
        name: /Applications.*3.*waiting for you/,
      }),
    ).toBeTruthy()
  })
})

describe('the way in', () => {
  it('asks to log in and leads back to where one wanted to go', async () => {
    const { user, world } = renderApp('/inbox', { signedIn: false })
    await heading('Welcome back')
    await expectAccessible()
    await user.type(screen.getByLabelText('Email'), 'mara@lindqvist.example')
    await user.type(screen.getByLabelText('Password'), 'correct horse battery')
    await user.click(screen.getByRole('button', { name: 'Log in' }))
    await heading('Inbox')
    expect(world.log.find(({ path }) => path === '/auth/login')?.body).toEqual({
      email: 'mara@lindqvist.example',
      password: 'correct horse battery',
    })
  })

  it('says why one is not let in', async () => {
    const { user } = renderApp('/login', { signedIn: false })
    await heading('Welcome back')
    await user.type(screen.getByLabelText('Email'), 'mara@lindqvist.example')
    await user.type(screen.getByLabelText('Password'), 'wrong password')
    await user.click(screen.getByRole('button', { name: 'Log in' }))
    expect((await screen.findByRole('alert')).textContent).toContain('This email and password do not belong together.')
  })

  it('shows a field’s problem at the field', async () => {
    const { user } = renderApp('/register', { signedIn: false })
    await heading('Create your account')
    await user.type(screen.getByLabelText('Email'), 'taken@example.org')
    await user.type(screen.getByLabelText('Password'), 'correct horse battery')
    await user.click(screen.getByRole('button', { name: 'Create account' }))
    expect(await screen.findByText('This address has an account. Log in instead.')).toBeTruthy()
    expect(screen.getByLabelText('Email').getAttribute('aria-invalid')).toBe('true')
  })

  it('leads a new person to the first steps', async () => {
    const { user } = renderApp('/register', { signedIn: false })
    await heading('Create your account')
    await user.type(screen.getByLabelText('Email'), 'new@example.org')
    await user.type(screen.getByLabelText('Password'), 'correct horse battery')
    await user.click(screen.getByRole('button', { name: 'Create account' }))
    await heading(/set up your search/)
  })

  it('leads out, and leaves nothing behind', async () => {
    const { user, session } = renderApp('/sources')
    await heading('Sources')
    await user.click(screen.getAllByRole('button', { name: 'Log out' })[0]!)
    await heading('Welcome back')
    expect(
      session.client
        .getQueryCache()
        .getAll()
        .filter((query) => query.state.data !== undefined),
    ).toEqual([])
  })

  it('says that the session ended and keeps the page', async () => {
    const { session } = renderApp('/sources')
    await heading('Sources')
    session.realTime.stop('signed_out')
    expect((await screen.findByRole('link', { name: 'Log in again' })).getAttribute('href')).toBe(
      '/login?next=%2Fsources',
    )
    expect(screen.getByRole('heading', { level: 1, name: 'Sources' })).toBeTruthy()
  })

  it('says that the server cannot be reached', async () => {
    const { world, user } = renderApp('/sources')
    world.override('GET /auth/me', {
      status: 503,
      json: { slug: 'starting', title: 'Starting', detail: 'Jobwire is starting. Try again in a moment.' },
    })
    expect(await screen.findByText('Jobwire is starting. Try again in a moment.')).toBeTruthy()
    world.override('GET /auth/me', null)
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await heading('Sources')
  })
})
