/** What is known of an application of which it is not certain whether it arrived. */
import type { ApplicationDetail, Attempt, Evidence, Mailbox } from 'types/api'
import { plural } from './format'

/** The server's word for a request that was about to leave and provably did not. */
const NEVER_LEFT = 'not_released'

export interface Doubt {
  /** Whether the employer may have it. Where not, sending again cannot make two of it. */
  mayHaveArrived: boolean
  /** The attempt in question: the last one that counts. */
  attempt: Attempt | null
  picture: Evidence | null
  /** What the page said after sending, word for word. */
  pageText: string | null
  /** What else was seen: the answer to the request, mails, statements. */
  signs: Evidence[]
  /** Until when Jobwire looks for itself; `null` when it has stopped. */
  checkedUntil: string | null
}

export function doubtOf({ application, attempts, evidence }: ApplicationDetail): Doubt {
  const counting = attempts.filter((attempt) => !attempt.voided_at)
  const released = counting.findLast((attempt) => attempt.released_at)
  return {
    mayHaveArrived: released !== undefined && application.reason?.code !== NEVER_LEFT,
    attempt: released ?? counting.at(-1) ?? null,
    picture: evidence.findLast((item) => item.kind === 'screenshot' && item.document_id) ?? null,
    pageText: evidence.findLast((item) => item.kind === 'page_text')?.summary.trim() || null,
    signs: evidence.filter((item) => item.kind !== 'screenshot' && item.kind !== 'page_text'),
    checkedUntil: application.status === 'unconfirmed' ? application.next_action_at : null,
  }
}

/** "29:05" until `iso`; `null` when it has passed. */
export function countdown(iso: string, now: number): string | null {
  const left = Math.floor((Date.parse(iso) - now) / 1000)
  if (!(left > 0)) return null
  const hours = Math.floor(left / 3600)
  const minutes = Math.floor((left % 3600) / 60)
  const pad = (value: number) => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(left % 60)}` : `${minutes}:${pad(left % 60)}`
}

/** What reading the person's mail can do about it, as a sentence. */
export function mailWatch(mailboxes: readonly Mailbox[]): { watched: boolean; sentence: string } {
  const working = mailboxes.filter((mailbox) => mailbox.status !== 'failing')
  if (mailboxes.length === 0)
    return { watched: false, sentence: 'No mailbox is watched, so a confirmation by mail reaches only you.' }
  if (working.length === 0)
    return { watched: false, sentence: 'Your mailbox cannot be read at the moment, so a confirmation would be missed.' }
  return {
    watched: true,
    sentence: `New mail in ${plural(working.length, 'mailbox', 'mailboxes')} is read as it comes. A mail that provably comes from the employer settles it; any other is only a sign.`,
  }
}
