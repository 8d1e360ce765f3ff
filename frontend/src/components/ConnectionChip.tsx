/** How the live connection is, in a word, with its round trip. */

import { useRealTimeConnection } from 'hooks/useRealTime'

import { cx } from 'lib/cx'
import type { ReactElement } from 'react'
import type { RealTimeState } from 'services/realTimeService'

const WORDS: Record<RealTimeState, { label: string; colour: string; pulse?: boolean }> = {
  idle: { label: 'Not connected', colour: 'text-muted' },
  connecting: { label: 'Connecting…', colour: 'text-warn', pulse: true },
  subscribing: { label: 'Catching up…', colour: 'text-warn', pulse: true },
  live: { label: 'Live', colour: 'text-good' },
  probing: { label: 'Checking…', colour: 'text-warn', pulse: true },
  waiting: { label: 'Reconnecting', colour: 'text-warn' },
  offline: { label: 'Offline', colour: 'text-bad' },
  stopped: { label: 'Disconnected', colour: 'text-bad' },
}

export function ConnectionChip({ compact }: { compact?: boolean }): ReactElement {
  const { status, latencyMs, retryInMs, reconnect } = useRealTimeConnection()
  const word = WORDS[status]
  const seconds = retryInMs === null ? null : Math.ceil(retryInMs / 1000)
  const detail =
    status === 'live' && latencyMs !== null ? `${Math.round(latencyMs)} ms` : seconds ? `in ${seconds} s` : null
  const canRetry = status === 'waiting' || status === 'offline' || status === 'stopped'
  const content = (
    <>
      <span
        aria-hidden="true"
        className={cx('size-2 rounded-full bg-current', word.colour, word.pulse && 'pulse-dot')}
      />
      <span className={compact ? 'sr-only' : 'font-medium'} role="status">
        {word.label}
      </span>
      {detail && !compact && <span className="tnum ml-auto text-xs text-muted">{detail}</span>}
    </>
  )
  const shape = cx('flex h-9 items-center gap-3 rounded-md px-3 text-sm', !compact && 'w-full')
  const title = [word.label, detail].filter(Boolean).join(' · ')
  if (!canRetry)
    return (
      <div className={shape} title={title}>
        {content}
      </div>
    )
  return (
    <button type="button" className={cx(shape, 'hover:bg-hover')} title={`${title}. Try now`} onClick={reconnect}>
      {content}
      <span className="sr-only">Try now</span>
    </button>
  )
}
