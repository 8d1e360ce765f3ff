/** It may have arrived, or may not: what is known, what is being checked, and what the person can do. */

import { useNow } from 'hooks/useNow'
import { useDynamicApplications } from 'hooks/useRealTime'
import { useMailboxes } from 'hooks/useServerState'
import { countdown, type Doubt, doubtOf, mailWatch } from 'lib/doubt'
import { clockTime, dateTime, hostOf, safeHref } from 'lib/format'
import { CHANNELS } from 'lib/vocabulary'
import { type ReactElement, type ReactNode, useState } from 'react'
import type { Outcome } from 'services/jobApplicationService'
import type { ApplicationDetail } from 'types/api'
import { Button } from 'ui/Button'
import { Confirm, Dialog } from 'ui/Dialog'
import { Note, Panel, ProblemNote } from 'ui/display'
import { Check, TextArea } from 'ui/Field'
import { Icon, type IconName } from 'ui/Icon'
import { Link } from 'wouter'
import { Screenshot } from './Screenshot'

export const isInDoubt = ({ application }: ApplicationDetail): boolean =>
  application.status === 'unconfirmed' || application.status === 'needs_review'

export function DoubtPanel({ detail }: { detail: ApplicationDetail }): ReactElement {
  const doubt = doubtOf(detail)
  return (
    <Panel title={doubt.mayHaveArrived ? 'Did it arrive?' : 'It was not sent'}>
      <div className="grid gap-x-6 gap-y-5 p-4 lg:grid-cols-2">
        <Known detail={detail} doubt={doubt} />
        <Checked detail={detail} doubt={doubt} />
      </div>
      <Choices detail={detail} doubt={doubt} />
    </Panel>
  )
}

const Heading = ({ children }: { children: ReactNode }) => <h3 className="mb-2 text-sm font-semibold">{children}</h3>

function Fact({ icon, children }: { icon: IconName; children: ReactNode }): ReactElement {
  return (
    <li className="flex items-start gap-2.5">
      <Icon name={icon} className="mt-0.5 size-4 text-muted" />
      <div className="min-w-0 flex-1 break-words">{children}</div>
    </li>
  )
}

function Known({ detail: { application }, doubt }: { detail: ApplicationDetail; doubt: Doubt }): ReactElement {
  const { attempt, picture, pageText, signs } = doubt
  return (
    <section aria-label="What is known">
      <Heading>What is known</Heading>
      <ul className="grid gap-2 text-sm">
        {attempt?.released_at ? (
          <Fact icon="send">
            Attempt {attempt.no}: the button was pressed on {dateTime(attempt.armed_at)} and the form left this machine
            at {clockTime(attempt.released_at)}.
          </Fact>
        ) : (
          <Fact icon="shield">
            {attempt ? `Attempt ${attempt.no}: nothing left this machine.` : 'Nothing left this machine.'}
          </Fact>
        )}
        {application.reason && <Fact icon="info">{application.reason.message}</Fact>}
        {signs.map((sign) => (
          <Fact key={sign.id} icon={sign.kind === 'mail' ? 'mail' : sign.kind === 'statement' ? 'user' : 'globe'}>
            {sign.summary}{' '}
            <span className="whitespace-nowrap text-muted">
              {CHANNELS[sign.channel]}, {clockTime(sign.recorded_at)}
            </span>
          </Fact>
        ))}
        {doubt.mayHaveArrived && signs.length === 0 && <Fact icon="globe">No answer of the site was seen.</Fact>}
      </ul>
      {picture && (
        <figure className="mt-3">
          <Screenshot id={picture.document_id ?? ''} label={picture.summary} className="aspect-[16/9] w-full" />
          <figcaption className="mt-1 text-xs text-muted">{picture.summary} Click to enlarge.</figcaption>
        </figure>
      )}
      {pageText && (
        <details className="mt-3 text-sm">
          <summary className="font-medium">What the page said after sending</summary>
          <p className="mt-1.5 max-h-56 overflow-y-auto rounded-md bg-sunken p-3 text-xs break-words whitespace-pre-wrap">
            {pageText}
          </p>
        </details>
      )}
    </section>
  )
}

function Checked({ detail: { application, job }, doubt }: { detail: ApplicationDetail; doubt: Doubt }): ReactElement {
  const mailboxes = useMailboxes()
  const mail = mailWatch(mailboxes.data?.items ?? [])
  const until = doubt.checkedUntil
  const now = useNow(1000, until !== null)
  const left = until && countdown(until, now)
  const href = job && safeHref(job.url)
  return (
    <section aria-label="What is being checked">
      <Heading>What is being checked</Heading>
      {until && (
        <div className="mb-3 flex items-center gap-3 rounded-md bg-accent-soft px-3 py-2.5 text-accent">
          <span role="timer" className="tnum text-2xl font-semibold tracking-tight">
            {left ?? '0:00'}
          </span>
          <p className="text-sm">
            {left
              ? `Until ${clockTime(until)} Jobwire watches for a confirmation. If none comes, you decide.`
              : 'The time is up. You decide in a moment.'}
          </p>
        </div>
      )}
      <ul className="grid gap-2 text-sm">
        {mailboxes.data && (
          <Fact icon="mail">
            {mail.sentence}{' '}
            {!mail.watched && (
              <Link href="/inbox" className="text-accent underline">
                Watch a mailbox
              </Link>
            )}
          </Fact>
        )}
        {doubt.mayHaveArrived && (
          <Fact icon="shield">The form is not opened again by itself: that could send it a second time.</Fact>
        )}
        {!until && <Fact icon="clock">The time for a confirmation has passed. Now your word decides.</Fact>}
        {doubt.mayHaveArrived && href && (
          <Fact icon="external">
            {application.company} may show it in your account there:{' '}
            <a className="text-accent underline" href={href} target="_blank" rel="noopener noreferrer">
              open {hostOf(href)}
            </a>
          </Fact>
        )}
      </ul>
    </section>
  )
}

function Choices({
  detail: { application, allowed },
  doubt,
}: {
  detail: ApplicationDetail
  doubt: Doubt
}): ReactElement {
  const { resolve } = useDynamicApplications()
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState<Outcome | null>(null)
  const [asking, setAsking] = useState<'not_sent' | 'drop' | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const { company } = application
  const { mayHaveArrived, checkedUntil } = doubt
  const say = async (outcome: Outcome) => {
    setBusy(outcome)
    const result = await resolve(application.id, outcome, note.trim())
    setBusy(null)
    setError(result.error)
  }
  const later = allowed.includes('resolve_not_sent')
    ? null
    : checkedUntil
      ? `Possible once checking has ended, at ${clockTime(checkedUntil)}.`
      : 'Not possible at the moment.'
  const close = () => setAsking(null)
  return (
    <section aria-label="What you can do" className="grid gap-3 border-t p-4">
      <Heading>What you can do</Heading>
      <div className="grid gap-3 md:grid-cols-3">
        <Choice
          title={mayHaveArrived ? 'They have it' : 'You applied there yourself'}
          button={
            <Button
              look="primary"
              icon="check"
              busy={busy === 'sent'}
              because={allowed.includes('resolve_sent') ? null : 'Not possible at the moment.'}
              onClick={() => void say('sent')}
            >
              {mayHaveArrived ? 'I got a confirmation' : 'I applied myself'}
            </Button>
          }
        >
          It counts as sent from now on, and {company}’s answers are followed. It is never sent again, and this cannot
          be taken back.
        </Choice>
        <Choice
          title={mayHaveArrived ? 'They do not have it' : 'Try it again'}
          later={later}
          button={
            <Button
              icon="refresh"
              busy={busy === 'not_sent'}
              because={later}
              onClick={() => (mayHaveArrived ? setAsking('not_sent') : void say('not_sent'))}
            >
              {mayHaveArrived ? 'Not received – send again' : 'Fill it again'}
            </Button>
          }
        >
          The form is filled anew and you approve it again before it is sent.
          {mayHaveArrived
            ? ` If the first one did arrive after all, ${company} gets it twice.`
            : ' Nothing was sent, so it cannot arrive twice.'}
        </Choice>
        <Choice
          title="Leave it"
          later={later}
          button={
            <Button look="ghost" busy={busy === 'drop'} because={later} onClick={() => setAsking('drop')}>
              Drop it
            </Button>
          }
        >
          Nothing more is sent, and it cannot be taken up again.
          {mayHaveArrived && ` If it did arrive, ${company} still has it: Jobwire withdraws nothing there.`}
        </Choice>
      </div>
      <TextArea
        label="What makes you sure (optional, kept in the timeline)"
        rows={2}
        placeholder="The recruiter wrote that they have it"
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <ProblemNote error={error} />
      {asking === 'not_sent' && <SendAgain company={company} onClose={close} onConfirm={() => void say('not_sent')} />}
      {asking === 'drop' && (
        <Confirm
          danger
          title="Drop this application?"
          confirmLabel="Drop it"
          onClose={close}
          onConfirm={() => void say('drop')}
        >
          {mayHaveArrived
            ? `It is closed here. If it did arrive, ${company} still has it and may answer you; tell them yourself if you do not want it any more.`
            : `Nothing was sent to ${company}. A dropped application cannot be taken up again.`}
        </Confirm>
      )}
    </section>
  )
}

function Choice({
  title,
  button,
  later,
  children,
}: {
  title: string
  button: ReactNode
  /** Why not now; shown, as a phone has no tooltips. */
  later?: string | null
  children: ReactNode
}): ReactElement {
  return (
    <div className="flex flex-col items-start gap-2 rounded-lg border p-3.5">
      <p className="font-medium">{title}</p>
      <p className="flex-1 text-sm text-muted">{children}</p>
      {button}
      {later && (
        <p aria-hidden="true" className="text-xs text-muted">
          {later}
        </p>
      )}
    </div>
  )
}

/** The one place where the same application can reach an employer twice: it takes a tick and a click. */
function SendAgain({
  company,
  onConfirm,
  onClose,
}: {
  company: string
  onConfirm: () => void
  onClose: () => void
}): ReactElement {
  const [understood, setUnderstood] = useState(false)
  return (
    <Dialog
      title="Send it again?"
      open
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Keep as it is</Button>
          <Button
            look="danger"
            because={understood ? null : 'Tick the box above first.'}
            onClick={() => {
              onConfirm()
              onClose()
            }}
          >
            Send again
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <Note tone="warn" icon="warning">
          The first one left this machine. If it arrived, {company} gets your application twice; some employers put
          repeated applications aside.
        </Note>
        <p>Look into your mail, spam included, and at {company}’s site before you go on.</p>
        <Check label={`I know that ${company} may get it twice`} checked={understood} onChange={setUnderstood} />
      </div>
    </Dialog>
  )
}
