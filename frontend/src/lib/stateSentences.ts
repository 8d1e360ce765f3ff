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
      if (application.reason?.code === 'paused') {
        return {
          tone: 'warn',
          title: 'Its batch is paused',
          known: 'Nothing was sent.',
          doing: null,
          you: 'Resume the batch, and it goes on.',
        }
      }
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
        doing: 'Watching your mailbox for a confirmation.',
        you: 'Nothing for now. If you have a confirmation from the employer, say so below.',
      }
    case 'needs_review':
      return {
        tone: 'warn',
        title: 'It needs your decision',
        known: 'Jobwire does not send again by itself.',
        doing: null,
        you: 'Look at what is known below, or ask the employer, then say what happened.',
      }
    case 'submitted':
      return answeredStory(application)
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

/** Once it is sent, the employer's side is the story. */
function answeredStory({ stage, company, next_step }: Application): StateStory {
  const known = `${company} has your application.`
  const sent: StateStory = {
    tone: 'good',
    title: 'Sent',
    known,
    doing: 'Watching your mailbox for the answer.',
    you: null,
  }
  switch (stage) {
    case 'none':
    case 'acknowledged':
      return sent
    case 'info_requested':
    case 'assessment':
    case 'interview':
    case 'offer':
      return { ...sent, known: `${company} answered.`, you: next_step }
    case 'rejected':
      return {
        ...sent,
        tone: 'neutral',
        title: 'Declined',
        known: `${company} said no. What they wrote is on this page.`,
      }
    case 'withdrawn':
      return { ...sent, tone: 'neutral', title: 'You withdrew', known: `You withdrew from ${company}.` }
    case 'no_response':
      return { ...sent, tone: 'neutral', title: 'No answer', known: `${company} has it and has not answered.` }
    default: {
      const unknown: never = stage
      return { ...sent, known: String(unknown) }
    }
  }
}
