import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { makeAutopilot } from '../../mock/autopilot'
import { problem } from '../../mock/world'
import { expectAccessible, heading, renderApp, useWorld } from '../test/renderApp'

useWorld()

async function open(mode: 'off' | 'on' | 'paused') {
  const hands = renderApp('/profile')
  hands.world.autopilot = { ...makeAutopilot(), mode, version: 3 }
  if (mode !== 'off') hands.world.autopilot.rules.source_ids = [hands.world.sources[0]!.id]
  await heading('Profile')
  const panel = within(await screen.findByRole('region', { name: 'Autopilot' }))
  await panel.findByRole('spinbutton', { name: 'Least score' })
  const sent = () =>
    hands.world.log.filter(({ method, path }) => method === 'PUT' && path === '/autopilot').at(-1)?.body
  return { ...hands, panel, sent }
}

describe('the autopilot', () => {
  it('is off, and is turned on only with a board chosen and after a question that says what it means', async () => {
    const { panel, user, world, sent } = await open('off')
    expect(panel.getByText('Off')).toBeTruthy()
    const on = panel.getByRole<HTMLButtonElement>('button', { name: 'Turn on' })
    expect(on.disabled).toBe(true)
    const board = world.sources[0]!
    await user.click(await panel.findByRole('checkbox', { name: board.name }))
    await user.click(on)
    expect(sent()).toBeUndefined()
    const dialog = within(screen.getByRole('dialog'))
    expect(
      dialog.getByText(/applied to in your name without asking, at most 5 in 24 hours and 1 per employer/),
    ).toBeTruthy()
    await user.click(dialog.getByRole('button', { name: 'Turn on' }))
    await waitFor(() =>
      expect(sent()).toMatchObject({ mode: 'on', rules: { source_ids: [board.id], min_score: 0.85 } }),
    )
    expect(await panel.findByText('On')).toBeTruthy()
    await expectAccessible()
  })

  it('is paused with one click and goes on with another', async () => {
    const { panel, user, sent } = await open('on')
    await user.click(await panel.findByRole('button', { name: 'Pause' }))
    await waitFor(() => expect(sent()).toMatchObject({ mode: 'paused', version: 3 }))
    await user.click(await panel.findByRole('button', { name: 'Go on' }))
    await waitFor(() => expect(sent()).toMatchObject({ mode: 'on', version: 4 }))
  })

  it('changes its rules without being turned on', async () => {
    const { panel, user, sent } = await open('off')
    const score = panel.getByRole('spinbutton', { name: 'Least score' })
    await user.clear(score)
    await user.type(score, '92')
    await user.click(panel.getByRole('button', { name: 'Save rules' }))
    await waitFor(() => expect(sent()).toMatchObject({ mode: 'off', rules: { min_score: 0.92 } }))
  })

  it('shows what the server says of a rule at the rule', async () => {
    const { panel, user, world } = await open('on')
    const message = 'Choose 1 to 25 applications a day.'
    world.override(
      'PUT /autopilot',
      problem(422, 'invalid-input', 'One field is not right.', [{ field: 'rules.daily_limit', message }]),
    )
    await user.click(await panel.findByRole('button', { name: 'Pause' }))
    expect(await panel.findByText(message)).toBeTruthy()
    expect(panel.getByRole('spinbutton', { name: 'In 24 hours' }).getAttribute('aria-invalid')).toBe('true')
  })

  it('is shown above the applications while it is on, with the button that stops it', async () => {
    const { world, user } = renderApp('/applications')
    await heading('Applications')
    expect(screen.queryByRole('region', { name: 'Autopilot' })).toBeNull()
    world.autopilot = { ...makeAutopilot(), mode: 'on', version: 3, started: 2 }
    act(() => {
      world.move(world.applications[0]!.id, { status: 'ready', by_autopilot: true })
    })
    const strip = within(await screen.findByRole('region', { name: 'Autopilot' }))
    expect(strip.getByText(/began 2 of 5/)).toBeTruthy()
    await user.click(strip.getByRole('button', { name: 'Pause' }))
    expect(await strip.findByText('Autopilot is paused')).toBeTruthy()
    expect(world.autopilot.mode).toBe('paused')
    expect(screen.getAllByText('Autopilot').length).toBeGreaterThan(0)
  })

  it('tells what it did and why it held back', async () => {
    const { panel } = await open('on')
    const log = within(await panel.findByRole('region', { name: 'What it did' }))
    expect(await log.findByText('Held back')).toBeTruthy()
    expect(log.getByText('The form asks 2 questions that only you can answer.')).toBeTruthy()
    expect(log.getByText('Every answer is known, so the form is sent as it was filled.')).toBeTruthy()
    expect(log.getAllByRole('link').length).toBe(3)
  })
})
