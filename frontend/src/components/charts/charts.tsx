/** Small charts as plain SVG. Each is also a table for those who cannot see it. */

import { count, percent } from 'lib/format'

import { FUNNEL } from 'lib/vocabulary'
import type { ReactElement } from 'react'
import type { DailyCount, FunnelStep } from 'types/api'

const WIDTH = 480
const BASE = 18

/** Applications sent and answers received per day, as paired bars. */
export function DailyChart({ daily, height = 140 }: { daily: readonly DailyCount[]; height?: number }): ReactElement {
  const top = Math.max(4, ...daily.map((day) => Math.max(day.applied, day.answered)))
  const slot = WIDTH / Math.max(daily.length, 1)
  const bar = Math.max(1.5, Math.min(9, slot * 0.32))
  const y = (value: number) => (height - BASE) * (1 - value / top)
  const labelEvery = Math.ceil(daily.length / 6)
  return (
    <figure>
      <svg viewBox={`0 0 ${WIDTH} ${height}`} className="w-full" aria-hidden="true">
        {[0, 0.5, 1].map((share) => (
          <line
            key={share}
            x1="0"
            x2={WIDTH}
            y1={y(top * share) + 0.5}
            y2={y(top * share) + 0.5}
            stroke="var(--line)"
            strokeDasharray={share === 0 ? undefined : '2 4'}
          />
        ))}
        {daily.map((day, index) => {
          const middle = slot * (index + 0.5)
          return (
            <g key={day.day}>
              <rect
                x={middle - bar - 0.5}
                width={bar}
                y={y(day.applied)}
                height={height - BASE - y(day.applied)}
                rx="1.5"
                fill="var(--accent)"
              />
              <rect
                x={middle + 0.5}
                width={bar}
                y={y(day.answered)}
                height={height - BASE - y(day.answered)}
                rx="1.5"
                fill="var(--good)"
                opacity="0.75"
              />
              {index % labelEvery === Math.floor(labelEvery / 2) && (
                <text x={middle} y={height - 4} fontSize="10" textAnchor="middle" fill="var(--muted)">
                  {dayLabel(day.day)}
                </text>
              )}
            </g>
          )
        })}
      </svg>
      <figcaption className="mt-1 flex gap-4 text-xs text-muted">
        <span className="flex items-center gap-1.5">
          <i className="size-2 rounded-sm bg-accent" />
          Applied
        </span>
        <span className="flex items-center gap-1.5">
          <i className="size-2 rounded-sm bg-good" />
          Answered
        </span>
      </figcaption>
      <table className="sr-only">
        <caption>Applications sent and answers received per day</caption>
        <thead>
          <tr>
            <th>Day</th>
            <th>Applied</th>
            <th>Answered</th>
          </tr>
        </thead>
        <tbody>
          {daily.map((day) => (
            <tr key={day.day}>
              <td>{day.day}</td>
              <td>{day.applied}</td>
              <td>{day.answered}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}

function dayLabel(day: string): string {
  return new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )
}

/** How many got how far; each bar's share is of the step before. */
export function Funnel({ steps }: { steps: readonly FunnelStep[] }): ReactElement {
  const top = Math.max(1, ...steps.map((step) => step.count))
  return (
    <ol className="grid gap-2">
      {steps.map((step, index) => {
        const before = steps[index - 1]?.count
        return (
          <li key={step.name} className="grid grid-cols-[5.5rem_minmax(0,1fr)_auto] items-center gap-3 text-sm">
            <span className="truncate text-muted">{FUNNEL[step.name] ?? step.name}</span>
            {/* A square root keeps small steps visible beside thousands of matches. */}
            <span aria-hidden="true" className="h-5 rounded-sm bg-sunken">
              <span
                className="block h-full min-w-0.5 rounded-sm bg-accent/85 transition-[width] duration-500"
                style={{ width: `${Math.sqrt(step.count / top) * 100}%` }}
              />
            </span>
            <span className="tnum w-20 text-right font-medium">
              {count(step.count)}
              {before ? (
                <span className="ml-1.5 text-xs font-normal text-muted">{percent(step.count / before)}</span>
              ) : null}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
