/** What is around every page: navigation, connection, account, keys. */

import { useDynamicApplications } from 'hooks/useRealTime'
import { useObservations } from 'hooks/useServerState'
import { useShortcuts } from 'hooks/useShortcuts'
import { grouped } from 'lib/applicationGroups'
import { cx } from 'lib/cx'
import { type ReactElement, type ReactNode, useState } from 'react'
import type { Me } from 'types/api'
import { Icon, type IconName, Mark } from 'ui/Icon'
import { Link, useLocation } from 'wouter'
import { AccountMenu } from './AccountMenu'
import { ConnectionChip } from './ConnectionChip'
import { NotificationToasts } from './NotificationToasts'
import { ShortcutsDialog } from './ShortcutsDialog'
import { SignedOutNotice } from './SignedOutNotice'

interface Entry {
  href: string
  label: string
  icon: IconName
  /** Pressed after `g`. */
  key: string
  /** On a phone only these are in the bar; the rest is under "More". */
  primary?: boolean
}

export const ENTRIES: readonly Entry[] = [
  { href: '/real-time-dashboard', label: 'Live', icon: 'pulse', key: 'l', primary: true },
  { href: '/jobs', label: 'Jobs', icon: 'briefcase', key: 'j', primary: true },
  { href: '/applications', label: 'Applications', icon: 'send', key: 'a', primary: true },
  { href: '/inbox', label: 'Inbox', icon: 'inbox', key: 'i', primary: true },
  { href: '/interviews', label: 'Interviews', icon: 'calendar', key: 'v' },
  { href: '/analytics', label: 'Analytics', icon: 'chart', key: 'n' },
  { href: '/profile', label: 'Profile', icon: 'user', key: 'p' },
  { href: '/sources', label: 'Sources', icon: 'globe', key: 's' },
  { href: '/system', label: 'System', icon: 'cpu', key: 'y' },
]

/** After `g` the next key must follow within this time. */
const CHORD_MS = 1_500

export function Shell({ me, children }: { me: Me; children: ReactNode }): ReactElement {
  const [helpOpen, setHelpOpen] = useState(false)
  useGoKeys(() => setHelpOpen(true))
  const counts = useCounts()
  return (
    <div className="md:grid md:grid-cols-[4rem_minmax(0,1fr)] xl:grid-cols-[14rem_minmax(0,1fr)]">
      <a href="#content" className="btn btn-primary fixed top-2 left-2 z-50 -translate-y-16 focus:translate-y-0">
        Skip to content
      </a>
      <Sidebar me={me} counts={counts} onHelp={() => setHelpOpen(true)} />
      <div className="min-w-0 pb-[calc(4.5rem+env(safe-area-inset-bottom))] md:pb-0">
        <TopBar me={me} />
        <SignedOutNotice />
        <main id="content" tabIndex={-1} className="mx-auto max-w-[96rem] px-4 py-4 outline-none md:px-7 md:py-6">
          {children}
        </main>
      </div>
      <BottomBar counts={counts} />
      <NotificationToasts />
      <ShortcutsDialog open={helpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  )
}

type Counts = Record<string, number>

function useCounts(): Counts {
  const { applications } = useDynamicApplications()
  const observations = useObservations()
  const asked = observations.data?.items.filter(({ status }) => status === 'suggested').length ?? 0
  return { '/applications': grouped(applications).waiting.length, '/inbox': asked }
}

function useGoKeys(openHelp: () => void): void {
  const [, navigate] = useLocation()
  const [chordUntil, setChordUntil] = useState(0)
  const go = Object.fromEntries(
    ENTRIES.map((entry) => [
      entry.key,
      () => {
        setChordUntil(0)
        navigate(entry.href)
      },
    ]),
  )
  const waiting = chordUntil > 0
  useShortcuts({
    '?': openHelp,
    '/': () => {
      const search = document.querySelector<HTMLInputElement>('input[type=search]')
      if (search) search.focus()
      else navigate('/jobs?focus=search')
    },
    g: () => {
      setChordUntil(Date.now() + CHORD_MS)
      setTimeout(() => setChordUntil(0), CHORD_MS)
    },
  })
  useShortcuts(waiting ? go : {})
}

function NavLink({
  entry,
  active,
  count,
  compact,
}: {
  entry: Entry
  active: boolean
  count?: number
  compact?: boolean
}): ReactElement {
  return (
    <Link
      href={entry.href}
      aria-current={active ? 'page' : undefined}
      title={entry.label}
      className={cx(
        'relative flex items-center rounded-md font-medium transition-colors',
        compact ? 'flex-col gap-0.5 px-1 py-1.5 text-xs' : 'h-9 justify-center gap-3 px-2.5 text-base xl:justify-start',
        active ? 'bg-accent-soft text-accent' : 'text-soft hover:bg-hover hover:text-ink',
      )}
    >
      <Icon name={entry.icon} />
      <span className={compact ? '' : 'sr-only xl:not-sr-only'}>{entry.label}</span>
      {count ? (
        <span
          className={cx(
            'tnum grid min-w-4.5 place-items-center rounded-full bg-warn-soft px-1 text-[0.6875rem] leading-[1.125rem] font-semibold text-warn',
            compact ? 'absolute top-0.5 left-1/2 ml-1.5' : 'absolute top-0 right-0 xl:static xl:ml-auto',
          )}
        >
          {count}
          <span className="sr-only"> waiting for you</span>
        </span>
      ) : null}
    </Link>
  )
}

/** Pages without an entry of their own, and the one they belong to. */
const BELONGS_TO: Record<string, string> = { '/batches': '/applications' }

const isActive = (href: string, location: string) =>
  location === href ||
  location.startsWith(`${href}/`) ||
  Object.entries(BELONGS_TO).some(([page, entry]) => entry === href && location.startsWith(page))

function Sidebar({ me, counts, onHelp }: { me: Me; counts: Counts; onHelp: () => void }): ReactElement {
  const [location] = useLocation()
  return (
    <aside className="sticky top-0 hidden h-dvh flex-col gap-1 border-r bg-surface px-2.5 py-3.5 md:flex">
      <Link
        href="/real-time-dashboard"
        className="mb-3 flex items-center justify-center gap-2.5 px-1.5 xl:justify-start"
      >
        <Mark />
        <span className="sr-only text-lg font-semibold tracking-tight xl:not-sr-only">Jobwire</span>
      </Link>
      <nav aria-label="Main" className="grid gap-0.5">
        {ENTRIES.map((entry) => (
          <NavLink key={entry.href} entry={entry} active={isActive(entry.href, location)} count={counts[entry.href]} />
        ))}
      </nav>
      <div className="mt-auto grid grid-cols-[minmax(0,1fr)] gap-1">
        <div className="hidden xl:block">
          <ConnectionChip />
        </div>
        <div className="mx-auto xl:hidden">
          <ConnectionChip compact />
        </div>
        <button
          type="button"
          onClick={onHelp}
          className="flex h-9 items-center justify-center gap-3 rounded-md px-2.5 text-muted hover:bg-hover hover:text-ink xl:justify-start"
        >
          <span className="kbd" aria-hidden="true">
            ?
          </span>
          <span className="sr-only xl:not-sr-only">Keyboard shortcuts</span>
        </button>
        <AccountMenu me={me} />
      </div>
    </aside>
  )
}

function TopBar({ me }: { me: Me }): ReactElement {
  return (
    <header className="sticky top-0 z-30 flex h-13 items-center gap-2.5 border-b bg-surface/90 px-4 backdrop-blur md:hidden">
      <Mark className="size-6" />
      <span className="font-semibold tracking-tight">Jobwire</span>
      <div className="ml-auto flex items-center gap-1.5">
        <ConnectionChip compact />
        <AccountMenu me={me} compact />
      </div>
    </header>
  )
}

function BottomBar({ counts }: { counts: Counts }): ReactElement {
  const [location] = useLocation()
  const rest = ENTRIES.filter((entry) => !entry.primary)
  return (
    <nav
      aria-label="Main, short"
      className="fixed inset-x-0 bottom-0 z-40 grid grid-cols-5 border-t bg-surface px-1 pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {ENTRIES.filter((entry) => entry.primary).map((entry) => (
        <NavLink
          compact
          key={entry.href}
          entry={entry}
          active={isActive(entry.href, location)}
          count={counts[entry.href]}
        />
      ))}
      <details key={location} className="group relative">
        <summary className="flex list-none flex-col items-center gap-0.5 rounded-md px-1 py-1.5 text-xs font-medium text-soft">
          <Icon name="more" />
          More
        </summary>
        <div className="panel absolute right-1 bottom-14 grid w-44 gap-0.5 p-1.5 shadow-high">
          {rest.map((entry) => (
            <Link
              key={entry.href}
              href={entry.href}
              className="flex h-10 items-center gap-3 rounded-md px-2.5 font-medium text-soft hover:bg-hover"
            >
              <Icon name={entry.icon} />
              {entry.label}
            </Link>
          ))}
        </div>
      </details>
    </nav>
  )
}
