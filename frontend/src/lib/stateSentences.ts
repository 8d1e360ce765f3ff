/** For each state: what is known, what is being done, and what the person can do. */
import type { Application } from 'types/api'
import type { Tone } from './vocabulary'

export interface StateStory {
  tone: Tone
  title: string
  known: string
  doing: string | null
  you: string | null
}

/** The story of an application; `approved` says that the person approved what is shown. */
export function storyOf(application: Application, approved = false): StateStory {
  const { status, company } = application
  switch (status) {
    case 'draft':
      return {
        tone: 'warn',
        title: 'Some answers are missing',
        known: 'Nothing was sent.',
        doing: null,
        you: 'Answer the marked questions below; the form is then filled again.',
      }
    case 'queued':
      return {
        tone: 'neutral',
        title: 'In line',
        known: 'The form will be filled as soon as a browser is free. Nothing was sent.',
        doing: 'Waiting for a free browser.',
        you: null,
      }
    case 'preparing':
      return {
        tone: 'accent',
        title: 'The form is being filled',
        known: 'Nothing was sent.',
        doing: 'Opening the form, resolving the answers, filling it in.',
        you: null,
      }
    case 'ready':
      if (approved) {
        return {
          tone: 'accent',
          title: 'Approved',
          known: 'You approved it. It was not sent yet.',
          doing: 'The form is filled once more and sent if it is still the same.',
          you: null,
        }
      }
      return {
        tone: 'warn',
        title: 'Ready for your review',
        known: 'The form is filled and was not sent.',
        doing: null,
        you: `Look at every answer. What you approve is exactly what ${company} gets.`,
      }
    case 'submitting':
    case 'submitting_released':
      return {
        tone: 'accent',
        title: 'Sending',
        known: 'You approved it. It is sent once.',
        doing: 'Sending the form and waiting for the confirmation.',
        you: null,
      }
    case 'unconfirmed':
      return {
        tone: 'accent',
        title: 'Being checked',
        known:
          'The form left this machine, but no confirmation was seen. It may have arrived, so it will not be sent again.',
        doing: 'Looking for a confirmation in your mailbox and on the employer’s site.',
        you: 'If you have a confirmation from the employer, nothing is needed. You will be asked if it stays unclear.',
      }
    case 'needs_review':
      return {
        tone: 'warn',
        title: 'It needs your decision',
        known: 'It cannot be told for certain whether the application arrived. Jobwire does not send again by itself.',
        doing: null,
        you: 'Look at the evidence below, or ask the employer, then say what happened.',
      }
    case 'submitted':
      return {
        tone: 'good',
        title: 'Sent',
        known: `${company} has your application.`,
        doing: 'Watching your mailbox for the answer.',
        you: null,
      }
    case 'rejected_by_form':
      return {
        tone: 'bad',
        title: 'The form refused it',
        known: 'The employer took nothing in.',
        doing: null,
        you: 'Correct the answers, then try again.',
      }
    case 'failed_before_send':
      return {
        tone: 'bad',
        title: 'Not sent',
        known: 'The run stopped before anything was sent.',
        doing: null,
        you: 'Try again, or apply on the employer’s site and say so here.',
      }
    case 'cancelled':
      return {
        tone: 'neutral',
        title: 'Cancelled',
        known: 'You gave this application up. Nothing more happens.',
        doing: null,
        you: null,
      }
    default: {
      const unknown: never = status
      return { tone: 'neutral', title: String(unknown), known: application.next_step, doing: null, you: null }
    }
  }
}
