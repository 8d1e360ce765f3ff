import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { fileProblem, RESUME_MAX_BYTES } from 'components/profile/ResumeDrop'
import { moved } from 'components/profile/Rows'
import { describe, expect, it } from 'vitest'
import { problem } from '../../mock/world'
import { heading, renderApp, useWorld } from '../test/renderApp'

useWorld()

const resume = () => new File(['%PDF-1.7'], 'resume.pdf', { type: 'application/pdf' })
async function open() {
  const hands = renderApp('/profile')
  await heading('Profile')
  await screen.findByLabelText('Full name')
  return hands
}

describe('the profile', () => {
  it('is edited and saved with the version it was based on', async () => {
    const { user, world } = await open()
    await user.type(screen.getByLabelText('Headline'), ' and Writer')
    await user.click(screen.getByRole('button', { name: 'Save profile' }))
    await waitFor(() => expect(world.profile.version).toBe(4))
    expect(world.profile.profile.resume.basics.label).toBe('Backend Engineer and Writer')
    expect(await screen.findByText('Profile saved')).toBeTruthy()
    await waitFor(() => expect(screen.queryByText('Unsaved changes')).toBeNull())
  })

  it('can be put back', async () => {
    const { user } = await open()
    await user.type(screen.getByLabelText('Headline'), '!')
    await user.click(screen.getByRole('button', { name: 'Discard' }))
    expect(screen.getByLabelText<HTMLInputElement>('Headline').value).toBe('Backend Engineer')
  })

  it('is not overwritten when it changed elsewhere', async () => {
    const { user, world } = await open()
    await user.type(screen.getByLabelText('Headline'), '!')
    const newer = structuredClone(world.profile)
    newer.profile.resume.basics.label = 'Changed elsewhere'
    world.profile = { ...newer, version: 9 }
    await user.click(screen.getByRole('button', { name: 'Save profile' }))
    expect(await screen.findByText(/The profile was changed elsewhere/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Take the newer one' }))
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Headline').value).toBe('Changed elsewhere'))
  })

  it('has rows that are added, moved and removed', async () => {
    const { user, world } = await open()
    const work = within(screen.getByRole('region', { name: 'Work' }))
    const names = () => work.getAllByRole('heading', { level: 3 }).map((title) => title.textContent)
    await user.click(work.getByRole('button', { name: 'Move Software Developer at Feldgrau Media up' }))
    expect(names()).toEqual(['Software Developer at Feldgrau Media', 'Backend Engineer at Ostwind Logistics'])
    await user.click(work.getByRole('button', { name: 'Add position' }))
    await user.type(within(work.getByRole('group', { name: 'New position' })).getByLabelText('Title'), 'Intern')
    await user.click(work.getByRole('button', { name: 'Remove Backend Engineer at Ostwind Logistics' }))
    await user.click(screen.getByRole('button', { name: 'Save profile' }))
    await waitFor(() =>
      expect(world.profile.profile.resume.work.map(({ position }) => position)).toEqual([
        'Software Developer',
        'Intern',
      ]),
    )
  })

  it('has skills as words, with how well in brackets, and groups of them', async () => {
    const { user, world } = await open()
    const before = world.profile.profile.resume.skills
    const skills = within(screen.getByRole('region', { name: 'Skills' }))
    await user.type(skills.getByLabelText('What you can do'), 'Bookkeeping (expert),')
    await user.click(skills.getByRole('button', { name: 'Add skill group' }))
    const group = within(skills.getByRole('group', { name: 'New skill group' }))
    await user.type(group.getByLabelText('Skills in this group'), 'SAP,Datev,')
    await user.type(skills.getAllByLabelText('Group').at(-1)!, 'Programs')
    await user.click(screen.getByRole('button', { name: 'Save profile' }))
    await screen.findByText('Profile saved')
    const after = world.profile.profile.resume.skills
    expect(after).toContainEqual({ name: 'Bookkeeping', level: 'expert', keywords: [] })
    expect(after).toContainEqual({ name: 'Programs', level: '', keywords: ['SAP', 'Datev'] })
    expect(after).toEqual(expect.arrayContaining(before))
    expect(after).toHaveLength(before.length + 2)
  })

  it.each([
    ['Education', 'school'],
    ['Skills', 'skill group'],
    ['Languages', 'language'],
    ['Projects', 'project'],
    ['Certificates', 'certificate'],
    ['Volunteering', 'voluntary position'],
  ])('has a section for %s', async (section, noun) => {
    const { user } = await open()
    const region = within(screen.getByRole('region', { name: section }))
    await user.click(region.getByRole('button', { name: `Add ${noun}` }))
    expect(region.getByRole('group', { name: `New ${noun}` })).toBeTruthy()
  })

  it('keeps what the person looks for', async () => {
    const { user, world } = await open()
    const wanted = within(screen.getByRole('region', { name: 'What you are looking for' }))
    await user.type(wanted.getByLabelText('Places'), 'Copenhagen{Enter}Oslo,')
    await user.click(wanted.getByRole('button', { name: 'Remove Germany' }))
    await user.click(wanted.getByRole('radio', { name: 'Remote only' }))
    await user.click(wanted.getByRole('checkbox', { name: 'Lead' }))
    await user.clear(wanted.getByLabelText('Amount'))
    await user.type(wanted.getByLabelText('Never show titles with these words'), '{Backspace}')
    await user.click(screen.getByRole('button', { name: 'Save profile' }))
    await waitFor(() =>
      expect(world.profile.profile.preferences).toMatchObject({
        places: ['Hamburg', 'Copenhagen', 'Oslo'],
        remote: 'only',
        levels: ['mid', 'senior', 'lead'],
        pay_floor: null,
        excluded_words: [],
      }),
    )
  })

  it('changes a remembered answer, also to none', async () => {
    const { user, world } = await open()
    const sent = () => world.log.filter(({ path }) => path === '/answers/answer-2').map(({ body }) => body)
    await user.click(await screen.findByRole('button', { name: /Change the answer to “What is your gender/ }))
    const field = screen.getByRole('textbox', { name: 'What is your gender?' })
    await user.clear(field)
    await user.type(field, 'Female')
    await user.click(screen.getByRole('button', { name: 'Save answer' }))
    await waitFor(() => expect(sent()).toEqual([{ text: 'Female' }]))
    await user.click(await screen.findByRole('button', { name: /Change the answer to “What is your gender/ }))
    await user.click(screen.getByRole('button', { name: 'Prefer not to say' }))
    await waitFor(() => expect(sent().at(-1)).toEqual({ declines: true }))
  })

  it('says once that no equal-opportunity question is answered', async () => {
    const { user, world } = await open()
    await user.click(await screen.findByRole('checkbox', { name: /I prefer not to say my gender/ }))
    await waitFor(() =>
      expect(world.log.find(({ method, path }) => method === 'PUT' && path === '/answers')?.body).toEqual({
        question: 'Equal-opportunity questions (gender, origin, disability, military service)',
        meaning: 'eeo',
        declines: true,
      }),
    )
  })

  it('forgets a remembered answer and takes that back', async () => {
    const { user, world } = await open()
    await user.click(await screen.findByRole('button', { name: /Forget the answer to “Are you legally/ }))
    await user.click(await screen.findByRole('button', { name: 'Undo' }))
    await waitFor(() =>
      expect(world.log.find(({ method, path }) => method === 'PUT' && path === '/answers')?.body).toMatchObject({
        text: 'Yes',
        country: 'DE',
      }),
    )
  })
})

describe('a resume', () => {
  it('fills the profile and leads to matching', async () => {
    const { user, world } = renderApp('/welcome')
    await heading(/set up your search/)
    await user.upload(screen.getByLabelText('Resume file'), resume())
    expect(await screen.findByText('The dates of your second position could not be read.')).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Full name').value).toBe('Mara Lindqvist')
    await user.type(screen.getByLabelText('Headline'), '!')
    await user.click(screen.getByRole('button', { name: 'Start matching' }))
    await heading('Live')
    expect(world.log.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining(['POST /profile/resume', 'PUT /profile', 'POST /matching/start']),
    )
  })

  it('can be dropped', async () => {
    const { world } = renderApp('/welcome')
    await heading(/set up your search/)
    fireEvent.drop(screen.getByRole('group', { name: 'Resume' }), { dataTransfer: { files: [resume()] } })
    await screen.findByLabelText('Full name')
    expect(world.log.some(({ path }) => path === '/profile/resume')).toBe(true)
  })

  it('that cannot be read says what to do', async () => {
    const { user, world } = renderApp('/welcome')
    world.override(
      'POST /profile/resume',
      problem(
        422,
        'resume-unreadable',
        'This PDF holds only pictures. Export it with text, or fill in the profile yourself.',
      ),
    )
    await heading(/set up your search/)
    await user.upload(screen.getByLabelText('Resume file'), resume())
    expect(await screen.findByText(/This PDF holds only pictures/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Fill in your profile yourself' }))
    expect(await screen.findByLabelText('Full name')).toBeTruthy()
  })

  it('is refused before it is sent when it cannot be one', () => {
    expect(fileProblem({ name: 'cv.pdf', size: 1000 })).toBeNull()
    expect(fileProblem({ name: 'CV.DOCX', size: 1000 })).toBeNull()
    expect(fileProblem({ name: 'cv.pages', size: 1000 })).toContain('PDF')
    expect(fileProblem({ name: 'cv.pdf', size: RESUME_MAX_BYTES + 1 })).toContain('at most 10 MB')
    expect(fileProblem({ name: 'cv.pdf', size: 0 })).toContain('empty')
  })
})

it('a row moves and the others keep their order', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b'])
  expect(moved([], 0, 1)).toEqual([])
})
