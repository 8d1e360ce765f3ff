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
      return {
        label: origin.by_likeness ? 'Recognised' : 'You said before',
        detail: `You answered this on ${date(origin.stated_at)}${origin.asked ? ` to “${origin.asked}”` : ''}`,
        tone: origin.by_likeness ? 'accent' : 'neutral',
      }
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

/** The question under which a person says once that they answer no equal-opportunity question; the server's words. */
export const EQUAL_OPPORTUNITY = 'Equal-opportunity questions (gender, origin, disability, military service)'

/** Meanings a person may prefer to say nothing about. */
const PRIVATE = ['eeo', 'pronouns', 'salary', 'age_18', 'conflict_of_interest', 'noncompete', 'prior_employment']
export const isSensitive = (meaning: string): boolean => PRIVATE.some((word) => meaning.startsWith(word))

/** Whether the person has to answer before the form can be sent; the same rule as the server's. */
export const needsPerson = (answer: Pick<FieldAnswer, 'required' | 'value'>): boolean =>
  answer.required && (answer.value ?? '').trim() === ''
