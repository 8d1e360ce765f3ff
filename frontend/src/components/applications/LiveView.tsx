/** The page as it is filled, moving; and the person's mouse and keyboard on it when they take over. */

import { cx } from 'lib/cx'
import { type ReactElement, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { runViewUrl } from 'services/dynamicAPI'
import { type Modifiers, RunView, type RunViewStatus } from 'services/runView'
import { Button } from 'ui/Button'
import { Note } from 'ui/display'

/** Two clicks within this are a double click. */
const DOUBLE_CLICK_MS = 400
/** A finger that moved less, in the page's pixels, has tapped. */
const TAP_REACH = 8
const PAUSED =
  'Paused. Mouse and keyboard are yours; what you type becomes your answer. Do not send the form here: review it first.'
const BUTTONS = ['left', 'middle', 'right'] as const
const CLOSED: RunViewStatus = { state: 'connecting', taken: false, asking: false, refused: null, size: null }

export function LiveView({ applicationId }: { applicationId: string }): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [view, setView] = useState<RunView | null>(null)
  /** Until the browser has opened a page there is nothing to see. */
  const [blank, setBlank] = useState(true)
  useEffect(() => {
    let isBlank = true
    const show = async (jpeg: Blob) => {
      await paint(canvas.current, jpeg)
      isBlank &&= isOneColour(canvas.current)
      setBlank(isBlank)
    }
    const opened = new RunView({ url: runViewUrl(applicationId), paint: show })
    setBlank(true)
    setView(opened)
    return () => opened.close()
  }, [applicationId])
  const status = useSyncExternalStore(
    useCallback((changed: () => void) => view?.onChange(changed) ?? (() => {}), [view]),
    () => view?.status ?? CLOSED,
  )
  const { taken, size } = status
  useEffect(() => {
    const page = canvas.current
    if (!taken || !page) return
    page.focus()
    // The wheel turns the page in the picture, not ours. React's own listener cannot stop that.
    const stay = (event: Event) => event.preventDefault()
    page.addEventListener('wheel', stay, { passive: false })
    return () => page.removeEventListener('wheel', stay)
  }, [taken])
  return (
    <div className="flex min-w-0 flex-col gap-2" data-taken={taken || undefined}>
      <div
        className={cx(
          'relative rounded-md border bg-sunken',
          taken ? 'overflow-x-auto ring-2 ring-accent' : 'overflow-hidden',
        )}
      >
        <canvas
          ref={canvas}
          width={1280}
          height={1024}
          role="img"
          aria-label={taken ? 'The page, in your hands' : 'The page as it is being filled'}
          tabIndex={taken ? 0 : -1}
          className={cx(
            'block h-auto',
            // Whoever works on it has to read it: on a narrow screen it is wider than the screen and is drawn across.
            taken ? 'w-[230%] max-w-none cursor-crosshair touch-none sm:w-full' : 'pointer-events-none w-full',
            blank && 'opacity-0',
          )}
          {...(taken && view ? hands(view) : {})}
        />
        {blank && (
          <p className="absolute inset-0 grid place-items-center text-sm text-muted">
            {size ? 'Opening the page …' : 'Waiting for a picture …'}
          </p>
        )}
      </div>
      {/* On a phone the picture takes the whole screen, and a finger on it moves the page in it: the way back is above. */}
      <div className={cx('flex flex-wrap items-center gap-2', taken && 'max-sm:-order-2')}>
        {taken ? (
          <Button look="primary" small onClick={() => view?.giveBack()}>
            Give it back
          </Button>
        ) : (
          // Before the page is open, too: a form is filled in seconds, and nobody should have to be quick.
          <Button small disabled={status.asking || status.state !== 'open'} onClick={() => view?.takeOver()}>
            {status.asking ? 'Pausing …' : 'Take over'}
          </Button>
        )}
        <p role="status" className="min-w-0 flex-1 text-xs text-muted">
          {taken && PAUSED}
          {!taken &&
            (status.asking
              ? 'It stops for you as soon as it can.'
              : 'You can pause the run and use the page yourself.')}
        </p>
      </div>
      {taken && view && <TypeHere view={view} />}
      {status.refused && <Note tone="warn">{status.refused}</Note>}
    </div>
  )
}

/** Phones show their keyboard for a text field only. */
function TypeHere({ view }: { view: RunView }): ReactElement {
  const [text, setText] = useState('')
  return (
    <form
      className="-order-1 flex gap-2 sm:hidden"
      onSubmit={(event) => {
        event.preventDefault()
        if (text) view.input({ type: 'text', text })
        setText('')
      }}
    >
      <input
        aria-label="Text for the field you tapped"
        placeholder="Tap a field below, then type here"
        className="field min-w-0 flex-1"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button small type="submit">
        Put in
      </Button>
    </form>
  )
}

/** Draws a picture; the canvas keeps the page's own proportions. */
async function paint(canvas: HTMLCanvasElement | null, jpeg: Blob): Promise<void> {
  const picture = await createImageBitmap(jpeg)
  if (canvas) {
    if (canvas.width !== picture.width || canvas.height !== picture.height) {
      canvas.width = picture.width
      canvas.height = picture.height
    }
    canvas.getContext('2d')?.drawImage(picture, 0, 0)
  }
  picture.close()
}

/** Whether nothing is drawn yet: the browser's first page is empty. */
function isOneColour(canvas: HTMLCanvasElement | null): boolean {
  const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data
  if (!pixels) return false
  const whole = new Uint32Array(pixels.buffer)
  return whole.every((pixel) => pixel === whole[0])
}

/** Moves a picture that is wider than its frame; says whether it is one. */
function drawAcross(page: HTMLElement, by: number): boolean {
  const frame = page.parentElement
  if (!frame || frame.scrollWidth <= frame.clientWidth) return false
  frame.scrollLeft += by
  return true
}

/** Handlers that pass on what the person does with the canvas. */
function hands(view: RunView) {
  /** A finger scrolls when it is drawn across the page, and clicks when it is lifted where it came down. */
  let finger: { x: number; y: number; dragged: boolean } | null = null
  let last = { at: 0, x: 0, y: 0, count: 0 }
  const place = (event: { currentTarget: HTMLElement; clientX: number; clientY: number }) => {
    const box = event.currentTarget.getBoundingClientRect()
    const size = view.status.size ?? { width: box.width, height: box.height }
    return {
      x: ((event.clientX - box.left) * size.width) / box.width,
      y: ((event.clientY - box.top) * size.height) / box.height,
    }
  }
  const scaleOf = (page: HTMLElement) =>
    page.getBoundingClientRect().width / (view.status.size?.width ?? page.clientWidth)
  return {
    onPointerMove: (event: React.PointerEvent<HTMLElement>) => {
      const at = place(event)
      if (event.pointerType !== 'touch') {
        view.input({ type: 'mouse_move', ...at, dragging: (event.buttons & 1) === 1 })
      } else if (finger) {
        const [delta_x, delta_y] = [finger.x - at.x, finger.y - at.y]
        if (finger.dragged || Math.abs(delta_x) + Math.abs(delta_y) > TAP_REACH) {
          const moved = drawAcross(event.currentTarget, delta_x * scaleOf(event.currentTarget))
          // What was drawn across is under the finger as before.
          finger = { x: moved ? finger.x : at.x, y: at.y, dragged: true }
          view.input({ type: 'wheel', ...at, delta_x: moved ? 0 : delta_x, delta_y })
        }
      }
    },
    onPointerDown: (event: React.PointerEvent<HTMLElement>) => {
      event.preventDefault()
      event.currentTarget.focus()
      event.currentTarget.setPointerCapture?.(event.pointerId)
      const at = place(event)
      const again =
        event.timeStamp - last.at < DOUBLE_CLICK_MS && Math.abs(at.x - last.x) + Math.abs(at.y - last.y) < TAP_REACH
      last = { at: event.timeStamp, ...at, count: again ? Math.min(3, last.count + 1) : 1 }
      if (event.pointerType === 'touch') finger = { ...at, dragged: false }
      else view.input({ type: 'mouse_down', ...at, button: button(event), clicks: last.count })
    },
    onPointerUp: (event: React.PointerEvent<HTMLElement>) => {
      const at = place(event)
      const tapped = finger && !finger.dragged
      const touched = finger !== null
      finger = null
      if (touched && !tapped) return
      if (tapped) view.input({ type: 'mouse_down', ...at, button: 'left', clicks: last.count })
      view.input({ type: 'mouse_up', ...at, button: button(event), clicks: last.count || 1 })
    },
    onContextMenu: (event: React.MouseEvent) => event.preventDefault(),
    onWheel: (event: React.WheelEvent<HTMLElement>) =>
      view.input({ type: 'wheel', ...place(event), delta_x: event.deltaX, delta_y: event.deltaY }),
    onKeyDown: (event: React.KeyboardEvent) => {
      // The way out of the page for the keyboard, and the browser's own commands.
      if (event.key === 'Escape' && event.shiftKey) return view.giveBack()
      if ((event.ctrlKey || event.metaKey) && ['v', 'r', 'w', 't'].includes(event.key.toLowerCase())) return
      event.preventDefault()
      view.input({ type: 'key_down', key: event.key, code: event.code, modifiers: modifiers(event) })
    },
    onKeyUp: (event: React.KeyboardEvent) =>
      view.input({ type: 'key_up', key: event.key, code: event.code, modifiers: modifiers(event) }),
    onPaste: (event: React.ClipboardEvent) => {
      event.preventDefault()
      const text = event.clipboardData.getData('text')
      if (text) view.input({ type: 'text', text })
    },
  }
}

const button = (event: React.PointerEvent) => BUTTONS[event.button] ?? 'left'

const modifiers = (event: React.KeyboardEvent): Modifiers => ({
  alt: event.altKey,
  ctrl: event.ctrlKey,
  meta: event.metaKey,
  shift: event.shiftKey,
})
