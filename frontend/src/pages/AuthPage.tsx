/** The way in: log in, or create an account. */

import { useLiveSession } from 'hooks/useLive'
import { useAct } from 'hooks/useServerState'
import { type FormEvent, type ReactElement, useState } from 'react'
import { ApiProblem, dynamicAPI } from 'services/dynamicAPI'
import { Button } from 'ui/Button'
import { ProblemNote } from 'ui/display'
import { TextField } from 'ui/Field'
import { Icon, type IconName, Mark } from 'ui/Icon'
import { Link, useLocation, useSearch } from 'wouter'

/** The server's own rule. */
export const PASSWORD_MIN = 10

const PROMISES: readonly [IconName, string, string][] = [
  [
    'pulse',
    'Every posting, the moment it opens',
    'Boards are watched and each job is scored against your profile, with reasons.',
  ],
  ['shield', 'Nothing is sent without you', 'You see every answer and where it came from, and approve exactly that.'],
  [
    'inbox',
    'Answers find their place',
    'Mail is read, linked to the application, and interviews land in your calendar.',
  ],
]

export default function AuthPage({ kind }: { kind: 'login' | 'register' }): ReactElement {
  return (
    <main className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
      <section className="flex flex-col justify-center px-6 py-10 sm:px-12">
        <div className="mx-auto w-full max-w-sm">
          <div className="mb-8 flex items-center gap-2.5">
            <Mark className="size-9" />
            <span className="text-xl font-semibold tracking-tight">Jobwire</span>
          </div>
          <AuthForm kind={kind} key={kind} />
        </div>
      </section>
      <aside
        aria-label="What Jobwire does"
        className="hidden flex-col justify-center border-l bg-surface px-12 lg:flex xl:px-20"
      >
        <Wire />
        <p className="mt-8 max-w-[20ch] text-3xl font-semibold tracking-tight text-balance">
          Your job search, live and on your own machine.
        </p>
        <ul className="mt-8 grid max-w-md gap-6">
          {PROMISES.map(([icon, title, text]) => (
            <li key={title} className="flex gap-3.5">
              <span className="grid size-9 shrink-0 place-items-center rounded-md bg-accent-soft text-accent">
                <Icon name={icon} />
              </span>
              <div>
                <p className="font-semibold">{title}</p>
                <p className="text-muted">{text}</p>
              </div>
            </li>
          ))}
        </ul>
      </aside>
    </main>
  )
}

/** A wire with a pulse: the picture of the product. */
function Wire(): ReactElement {
  return (
    <svg viewBox="0 0 480 90" className="w-full max-w-md text-accent" aria-hidden="true">
      <path
        d="M0 45h120l16-34 30 68 22-48 10 14h70"
        fill="none"
        stroke="currentColor"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path
        d="M268 45h212"
        fill="none"
        stroke="var(--line-strong)"
        strokeWidth="3"
        strokeLinecap="round"
        strokeDasharray="1 9"
      />
      <circle cx="268" cy="45" r="6" fill="currentColor" />
      <circle cx="268" cy="45" r="13" fill="none" stroke="currentColor" strokeOpacity="0.25" strokeWidth="3" />
    </svg>
  )
}

/** Only paths of this application: `next` comes from the address. */
export function safeNext(search: string): string | null {
  const next = new URLSearchParams(search).get('next')
  return next && /^\/(?![/\\])/.test(next) ? next : null
}

function AuthForm({ kind }: { kind: 'login' | 'register' }): ReactElement {
  const live = useLiveSession()
  const [, navigate] = useLocation()
  const search = useSearch()
  const next = safeNext(search)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const isNew = kind === 'register'
  const enter = useAct(() => (isNew ? dynamicAPI.register(email, password) : dynamicAPI.login(email, password)), {
    onDone: () => {
      live.forget()
      navigate(isNew ? '/welcome' : (next ?? '/real-time-dashboard'))
    },
  })
  const problem = enter.error instanceof ApiProblem ? enter.error : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    enter.mutate(undefined)
  }
  const named = Boolean(problem?.field('email') ?? problem?.field('password'))
  return (
    <form onSubmit={submit} className="grid gap-4">
      <div>
        <h1 className="text-2xl font-semibold">{isNew ? 'Create your account' : 'Welcome back'}</h1>
        <p className="mt-1 text-muted">
          {isNew
            ? 'It lives on this Jobwire only. Then drop your resume and see matches within a minute.'
            : 'Log in to your job search.'}
        </p>
      </div>
      {enter.error && !named && <ProblemNote error={enter.error} />}
      <TextField
        label="Email"
        type="email"
        name="email"
        autoComplete="email"
        required
        autoFocus
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        error={problem?.field('email')}
      />
      <TextField
        label="Password"
        type="password"
        name="password"
        required
        minLength={isNew ? PASSWORD_MIN : undefined}
        autoComplete={isNew ? 'new-password' : 'current-password'}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={problem?.field('password')}
        hint={isNew ? `At least ${PASSWORD_MIN} characters. A few words are better than one strange one.` : undefined}
      />
      <Button type="submit" look="primary" busy={enter.isPending} className="h-10">
        {isNew ? 'Create account' : 'Log in'}
      </Button>
      <p className="text-center text-muted">
        {isNew ? 'You have an account?' : 'New here?'}{' '}
        <Link
          className="font-medium text-accent hover:underline"
          href={`${isNew ? '/login' : '/register'}${search ? `?${search}` : ''}`}
        >
          {isNew ? 'Log in' : 'Create an account'}
        </Link>
      </p>
    </form>
  )
}
