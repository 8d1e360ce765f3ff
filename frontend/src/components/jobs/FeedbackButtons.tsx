/** "More like this" and "less like this": pressed once it counts, pressed again it is taken back. */

import { cx } from 'lib/cx'
import type { ReactElement } from 'react'
import type { Said, Verdict } from 'types/api'
import { IconButton } from 'ui/Button'

interface Props {
  /** The job, as it is read out. */
  name: string
  verdict: Verdict | null | undefined
  onSay: (said: Said) => void
  className?: string
}

const CHOICES = [
  { verdict: 'more', icon: 'thumbUp', label: 'More like', on: 'text-good' },
  { verdict: 'less', icon: 'thumbDown', label: 'Less like', on: 'text-bad' },
] as const

export function FeedbackButtons({ name, verdict, onSay, className }: Props): ReactElement {
  return (
    <>
      {CHOICES.map((choice) => {
        const pressed = verdict === choice.verdict
        return (
          <IconButton
            key={choice.verdict}
            small
            icon={choice.icon}
            label={`${choice.label} ${name}`}
            title={pressed ? `${choice.label} this: press again to take it back` : `${choice.label} this`}
            aria-pressed={pressed}
            className={cx(pressed ? choice.on : className)}
            onClick={() => onSay(pressed ? 'undo' : choice.verdict)}
          />
        )
      })}
    </>
  )
}
