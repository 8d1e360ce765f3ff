/** Where an answer comes from, in words. */
import type { AnswerOrigin, FieldAnswer } from 'types/api'
import { date } from './format'
import type { Tone } from './vocabulary'

export interface OriginWord {
  label: string
  detail: string
  tone: Tone
}

export function originOf(origin: AnswerOrigin, required: boolean): OriginWord {
  switch (origin.from) {
    case 'profile':
      return { label: 'Profile', detail: origin.path, tone: 'neutral' }
    case 'bank':
      return { label: 'You said before', detail: `on ${date(origin.stated_at)}`, tone: 'neutral' }
    case 'document':
      return { label: 'Document', detail: 'made for this application', tone: 'neutral' }
    case 'person':
      return { label: 'You', detail: 'for this application', tone: 'accent' }
    case 'rule':
      return { label: 'Rule', detail: origin.rule, tone: 'neutral' }
    case 'unanswered':
      return required
        ? { label: 'Yours to answer', detail: origin.why, tone: 'warn' }
        : { label: 'Optional', detail: origin.why, tone: 'neutral' }
    default: {
      const unknown: never = origin
      return { label: 'Unknown', detail: JSON.stringify(unknown), tone: 'neutral' }
    }
  }
}

/** Whether the person has to answer before the form can be sent; the same rule as the server's. */
export const needsPerson = (answer: Pick<FieldAnswer, 'required' | 'value'>): boolean =>
  answer.required && (answer.value ?? '').trim() === ''
