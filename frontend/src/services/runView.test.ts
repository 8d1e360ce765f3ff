import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RETRY_BASE_MS, type RunSocket, RunView } from './runView'

class FakeSocket implements RunSocket {
  static all: FakeSocket[] = []
  static get last(): FakeSocket {
    return FakeSocket.all.at(-1)!
  }
  binaryType = ''
  readyState = 0
  sent: { type: string }[] = []
  onopen: (() => void) | null = null
  onmessage: ((message: { data: unknown }) => void) | null = null
  onclose: (() => void) | null = null
  constructor(readonly url: string) {
    FakeSocket.all.push(this)
  }
  send(text: string) {
    this.sent.push(JSON.parse(text))
  }
  close() {
    this.readyState = 3
    this.onclose?.()
  }
  opens() {
    this.readyState = 1
    this.onopen?.()
  }
  says(message: object | Blob | string) {
    this.onmessage?.({
      data: message instanceof Blob || typeof message === 'string' ? message : JSON.stringify(message),
    })
  }
}

let painted: Blob[] = []
const open = () =>
  new RunView({
    url: 'ws://server/ws/applications/1/run',
    paint: async (jpeg) => void painted.push(jpeg),
    open: (url) => new FakeSocket(url),
  })

beforeEach(() => {
  vi.useFakeTimers()
  FakeSocket.all = []
  painted = []
})
afterEach(() => vi.useRealTimers())

describe('pictures', () => {
  it('are asked for one at a time, each when the last one is on screen', async () => {
    const view = open()
    FakeSocket.last.opens()
    FakeSocket.last.says({ type: 'frame', number: 1, width: 1280, height: 900, tab: 1 })
    FakeSocket.last.says(new Blob(['a']))
    expect(FakeSocket.last.sent).toEqual([])
    await vi.advanceTimersByTimeAsync(0)
    expect(painted).toHaveLength(1)
    expect(FakeSocket.last.sent).toEqual([{ type: 'seen' }])
    expect(view.status).toMatchObject({ state: 'open', size: { width: 1280, height: 900 } })
  })

  it('that cannot be shown are skipped', async () => {
    new RunView({
      url: 'ws://server/',
      paint: () => Promise.reject(new Error('not a picture')),
      open: (url) => new FakeSocket(url),
    })
    FakeSocket.last.opens()
    FakeSocket.last.says(new Blob(['?']))
    await vi.advanceTimersByTimeAsync(0)
    expect(FakeSocket.last.sent).toEqual([{ type: 'seen' }])
  })
})

describe('taking over', () => {
  it('passes input on only once the server says that the run is taken', () => {
    const view = open()
    FakeSocket.last.opens()
    view.input({ type: 'text', text: 'too early' })
    view.takeOver()
    expect(view.status.asking).toBe(true)
    FakeSocket.last.says({ type: 'state', taken: true })
    view.input({ type: 'text', text: 'Ada' })
    view.giveBack()
    FakeSocket.last.says({ type: 'state', taken: false })
    view.input({ type: 'text', text: 'too late' })
    expect(FakeSocket.last.sent).toEqual([
      { type: 'take_over' },
      { type: 'input', input: { type: 'text', text: 'Ada' } },
      { type: 'give_back' },
    ])
    expect(view.status).toMatchObject({ taken: false, asking: false })
  })

  it('that is refused says why', () => {
    const view = open()
    FakeSocket.last.opens()
    view.takeOver()
    FakeSocket.last.says({ type: 'refused', detail: 'It is sent now.' })
    expect(view.status).toMatchObject({ asking: false, refused: 'It is sent now.' })
  })
})

describe('the connection', () => {
  it('is tried again with longer pauses, and not after it was closed', () => {
    const view = open()
    FakeSocket.last.close()
    expect(view.status.state).toBe('waiting')
    vi.advanceTimersByTime(RETRY_BASE_MS)
    expect(FakeSocket.all).toHaveLength(2)
    FakeSocket.last.close()
    vi.advanceTimersByTime(RETRY_BASE_MS)
    expect(FakeSocket.all).toHaveLength(2)
    vi.advanceTimersByTime(RETRY_BASE_MS)
    expect(FakeSocket.all).toHaveLength(3)
    view.close()
    vi.advanceTimersByTime(60_000)
    expect(FakeSocket.all).toHaveLength(3)
    expect(view.status.state).toBe('closed')
  })

  it('that is lost gives the page back as far as anybody can see', () => {
    const view = open()
    FakeSocket.last.opens()
    FakeSocket.last.says({ type: 'state', taken: true })
    FakeSocket.last.close()
    expect(view.status).toMatchObject({ taken: false, state: 'waiting' })
  })

  it('takes no harm from what it does not understand', () => {
    const view = open()
    FakeSocket.last.opens()
    for (const odd of ['', 'null', '7', '{"type":"later"}', '{']) FakeSocket.last.says(odd)
    expect(view.status).toMatchObject({ state: 'open', taken: false })
  })
})
