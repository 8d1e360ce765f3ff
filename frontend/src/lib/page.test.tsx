import { act, render, screen } from '@testing-library/react'
import { Suspense, useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { page } from './page'

function Greeting({ name }: { name: string }) {
  const [first] = useState(name)
  return <p>{`Hello ${first}, now ${name}`}</p>
}

const load = () => vi.fn(async () => ({ default: Greeting }))
const shown = (Greet: ReturnType<typeof page<{ name: string }>>, name: string) => (
  <Suspense fallback="Loading">
    <Greet name={name} />
  </Suspense>
)

describe('a page', () => {
  it('that was preloaded is there with the first rendering, without a fallback', async () => {
    const code = load()
    const Greet = page(code)
    await Greet.preload()
    render(shown(Greet, 'Ada'))
    expect(screen.getByText('Hello Ada, now Ada')).toBeDefined()
    expect(code).toHaveBeenCalledTimes(1)
  })

  it('that was not is loaded when it is opened', async () => {
    const Greet = page(load())
    render(shown(Greet, 'Ada'))
    expect(screen.getByText('Loading')).toBeDefined()
    expect(await screen.findByText('Hello Ada, now Ada')).toBeDefined()
  })

  it('keeps what it holds when the preloading ends while it is open', async () => {
    const Greet = page(load())
    const { rerender } = render(shown(Greet, 'Ada'))
    await screen.findByText('Hello Ada, now Ada')
    await act(() => Greet.preload())
    rerender(shown(Greet, 'Bea'))
    expect(screen.getByText('Hello Ada, now Bea')).toBeDefined()
  })

  it('whose preloading failed is asked for again when it is opened', async () => {
    const code = vi.fn(async () => ({ default: Greeting })).mockRejectedValueOnce(new TypeError('no network'))
    const Greet = page(code)
    await Greet.preload()
    render(shown(Greet, 'Ada'))
    expect(await screen.findByText('Hello Ada, now Ada')).toBeDefined()
  })
})
