/** How the system is, what it said, and the tokens of programs. */

import { PageHeader } from 'components/PageHeader'
import { useNow } from 'hooks/useNow'
import { useRealTimeConnection, useSystemHealth } from 'hooks/useRealTime'
import { useAct, useNotifications, useTokens } from 'hooks/useServerState'
import { date, relativeTime, words } from 'lib/format'
import { HEALTH, wordFor } from 'lib/vocabulary'
import { type FormEvent, type ReactElement, useState } from 'react'
import { apiOrigin, dynamicAPI, realTimeUrl } from 'services/dynamicAPI'
import { queryKeys } from 'services/queryKeys'
import type { ApiToken, NewApiToken } from 'types/api'
import { Button, IconButton } from 'ui/Button'
import { Confirm, Dialog } from 'ui/Dialog'
import { Badge, Empty, Note, Panel, ProblemNote, SkeletonRows } from 'ui/display'
import { TextField } from 'ui/Field'
import { showProblem } from 'ui/toasts'

export default function SystemPage(): ReactElement {
  return (
    <>
      <PageHeader title="System">The parts of this Jobwire, and access for your own programs.</PageHeader>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="grid gap-4">
          <Services />
          <Connection />
        </div>
        <div className="grid gap-4">
          <Tokens />
          <Messages />
        </div>
      </div>
    </>
  )
}

function Services(): ReactElement {
  const { services, isLoading, error, refresh, health, isHealthy } = useSystemHealth()
  return (
    <Panel
      title="Services"
      action={
        <>
          {health && (
            <Badge tone={isHealthy ? 'good' : 'warn'} dot>
              {isHealthy ? 'All well' : 'Look here'}
            </Badge>
          )}
          <IconButton small icon="refresh" label="Look again" onClick={() => void refresh()} />
        </>
      }
    >
      {isLoading && <SkeletonRows />}
      {error && (
        <div className="p-4">
          <ProblemNote error={error} />
        </div>
      )}
      <ul className="divide-y">
        {services.map(({ service, status, message }) => {
          const word = wordFor(HEALTH, status)
          return (
            <li key={service} className="flex items-center gap-3 px-4 py-2.5">
              <span className="w-24 shrink-0 font-medium">{words(service)}</span>
              <span className="min-w-0 flex-1 text-sm text-muted">{message}</span>
              <Badge tone={word.tone} dot>
                {word.label}
              </Badge>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}

function Connection(): ReactElement {
  const { status, latencyMs, lastEventAt, reconnect } = useRealTimeConnection()
  const now = useNow()
  const facts: [string, string][] = [
    ['State', words(status)],
    ['Round trip', latencyMs === null ? '–' : `${Math.round(latencyMs)} ms`],
    ['Last event', lastEventAt ? relativeTime(lastEventAt.toISOString(), now) : 'none yet'],
    ['Address', realTimeUrl()],
  ]
  return (
    <Panel
      title="Live connection"
      action={
        <Button small icon="refresh" onClick={reconnect}>
          Reconnect
        </Button>
      }
    >
      <dl className="grid gap-2 p-4">
        {facts.map(([label, value]) => (
          <div key={label} className="flex gap-3">
            <dt className="w-24 shrink-0 text-muted">{label}</dt>
            <dd className="tnum min-w-0 break-all">{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}

function Tokens(): ReactElement {
  const tokens = useTokens()
  const [name, setName] = useState('')
  const [created, setCreated] = useState<NewApiToken | null>(null)
  const [removing, setRemoving] = useState<ApiToken | null>(null)
  const now = useNow()
  const create = useAct((wanted: string) => dynamicAPI.createToken(wanted), {
    changes: [queryKeys.tokens],
    onDone: (token) => {
      setCreated(token)
      setName('')
    },
  })
  const remove = useAct((id: string) => dynamicAPI.deleteToken(id), {
    changes: [queryKeys.tokens],
    onError: showProblem,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(name.trim())
  }
  return (
    <Panel
      title="API tokens"
      count={tokens.data?.items.length}
      action={
        <a
          className="btn btn-ghost btn-small"
          href={`${apiOrigin()}/api/docs`}
          target="_blank"
          rel="noopener noreferrer"
        >
          API reference
        </a>
      }
    >
      <form onSubmit={submit} className="flex items-end gap-2 border-b p-4">
        <TextField
          className="flex-1"
          label="Name of a new token"
          required
          placeholder="My script"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" icon="key" busy={create.isPending} className="h-9">
          Create
        </Button>
      </form>
      {create.error && (
        <div className="p-4">
          <ProblemNote error={create.error} />
        </div>
      )}
      {tokens.isPending && <SkeletonRows rows={2} />}
      {tokens.data?.items.length === 0 && (
        <Empty icon="key" title="No tokens">
          A token lets your own programs use the API and the live events as you.
        </Empty>
      )}
      <ul className="divide-y">
        {tokens.data?.items.map((token) => (
          <li key={token.id} className="flex items-center gap-3 px-4 py-2.5">
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">{token.name}</p>
              <p className="text-xs text-muted">
                Created {date(token.created_at)},{' '}
                {token.last_used_at ? `last used ${relativeTime(token.last_used_at, now)}` : 'never used'}
              </p>
            </div>
            <IconButton small icon="trash" label={`Revoke ${token.name}`} onClick={() => setRemoving(token)} />
          </li>
        ))}
      </ul>
      {created && <ShownOnce token={created} onClose={() => setCreated(null)} />}
      {removing && (
        <Confirm
          danger
          title={`Revoke ${removing.name}?`}
          confirmLabel="Revoke"
          onClose={() => setRemoving(null)}
          onConfirm={() => remove.mutate(removing.id)}
        >
          Programs that use it are refused from now on.
        </Confirm>
      )}
    </Panel>
  )
}

function ShownOnce({ token, onClose }: { token: NewApiToken; onClose: () => void }): ReactElement {
  const [copied, setCopied] = useState(false)
  const copy = () =>
    void navigator.clipboard.writeText(token.token).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  return (
    <Dialog
      open
      title={token.name}
      onClose={onClose}
      footer={
        <Button look="primary" onClick={onClose}>
          I have kept it
        </Button>
      }
    >
      <div className="grid gap-3">
        <Note tone="warn" icon="key">
          This is the only time it is shown.
        </Note>
        <div className="flex items-center gap-2">
          <code className="min-w-0 flex-1 rounded-md border bg-sunken px-3 py-2 font-mono text-sm break-all">
            {token.token}
          </code>
          <Button onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>
        </div>
      </div>
    </Dialog>
  )
}

function Messages(): ReactElement {
  const notifications = useNotifications()
  const now = useNow()
  return (
    <Panel title="Messages" count={notifications.length || undefined}>
      {notifications.length === 0 && (
        <Empty icon="bell" title="No messages">
          What Jobwire has to tell you appears here and as a short note in the corner.
        </Empty>
      )}
      <ul className="divide-y">
        {notifications.map((item) => (
          <li key={item.id} className="px-4 py-2.5">
            <p className="flex gap-2 font-medium">
              <span className="min-w-0 flex-1">{item.title}</span>
              <span className="text-xs font-normal text-muted">{relativeTime(item.at, now)}</span>
            </p>
            <p className="text-sm text-muted">{item.message}</p>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
