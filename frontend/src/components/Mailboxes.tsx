/** The mailboxes that are read: how they are, linking one, removing one. */

import { useNow } from 'hooks/useNow'
import { useAct, useMailboxes } from 'hooks/useServerState'
import { relativeTime, words } from 'lib/format'
import { type FormEvent, type ReactElement, useState } from 'react'
import { ApiProblem, dynamicAPI, type NewMailbox } from 'services/dynamicAPI'
import { queryKeys } from 'services/queryKeys'
import type { Mailbox } from 'types/api'
import { Button, IconButton } from 'ui/Button'
import { Confirm, Dialog } from 'ui/Dialog'
import { Badge, Empty, Panel, ProblemNote, SkeletonRows } from 'ui/display'
import { Segmented, TextField } from 'ui/Field'
import { Icon } from 'ui/Icon'
import { showProblem, showToast } from 'ui/toasts'

/** IMAP over TLS. */
const IMAP_PORT = 993

export function Mailboxes(): ReactElement {
  const mailboxes = useMailboxes()
  const [adding, setAdding] = useState(false)
  const items = mailboxes.data?.items ?? []
  return (
    <Panel
      title="Mailboxes"
      count={items.length || undefined}
      action={
        <Button small icon="plus" onClick={() => setAdding(true)}>
          Link a mailbox
        </Button>
      }
    >
      {mailboxes.isPending && <SkeletonRows rows={1} />}
      {mailboxes.error && (
        <div className="p-4">
          <ProblemNote error={mailboxes.error} />
        </div>
      )}
      {mailboxes.data && items.length === 0 && (
        <Empty icon="mail" title="No mailbox linked">
          Jobwire reads answers to your applications and touches nothing. The password is kept sealed and never shown
          again.
        </Empty>
      )}
      <ul className="divide-y">
        {items.map((mailbox) => (
          <Row key={mailbox.id} mailbox={mailbox} />
        ))}
      </ul>
      {adding && <AddMailbox onClose={() => setAdding(false)} />}
    </Panel>
  )
}

function Row({ mailbox }: { mailbox: Mailbox }): ReactElement {
  const now = useNow()
  const [removing, setRemoving] = useState(false)
  const changes = [queryKeys.mailboxes]
  const sync = useAct(() => dynamicAPI.syncMailbox(mailbox.id), { changes, onError: showProblem })
  const remove = useAct(() => dynamicAPI.removeMailbox(mailbox.id), { changes, onError: showProblem })
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <Icon name="mail" className="mt-0.5 size-5 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{mailbox.name}</p>
        <p className="flex flex-wrap items-center gap-1.5 text-xs text-muted">
          <Badge tone={mailbox.problem ? 'bad' : 'good'} dot>
            {mailbox.problem ? 'Problem' : words(mailbox.status)}
          </Badge>
          {mailbox.kind === 'imap' ? 'IMAP' : 'Maildir'} ·{' '}
          {mailbox.last_synced_at ? `read ${relativeTime(mailbox.last_synced_at, now)}` : 'not read yet'}
        </p>
        {mailbox.problem && <p className="mt-1 text-sm text-bad">{mailbox.problem}</p>}
      </div>
      <IconButton
        small
        icon="refresh"
        label={`Read ${mailbox.name} now`}
        disabled={sync.isPending}
        onClick={() => sync.mutate(undefined)}
      />
      <IconButton small icon="trash" label={`Unlink ${mailbox.name}`} onClick={() => setRemoving(true)} />
      {removing && (
        <Confirm
          danger
          title={`Unlink ${mailbox.name}?`}
          confirmLabel="Unlink"
          onClose={() => setRemoving(false)}
          onConfirm={() => remove.mutate(undefined)}
        >
          It is no longer read and its password is forgotten. What was seen stays.
        </Confirm>
      )}
    </li>
  )
}

function AddMailbox({ onClose }: { onClose: () => void }): ReactElement {
  const [kind, setKind] = useState<'imap' | 'maildir'>('imap')
  const [imap, setImap] = useState({ host: '', port: IMAP_PORT, username: '', password: '' })
  const [path, setPath] = useState('')
  const add = useAct((mailbox: NewMailbox) => dynamicAPI.addMailbox(mailbox), {
    changes: [queryKeys.mailboxes],
    onDone: () => {
      showToast({ tone: 'good', title: 'Mailbox linked', message: 'It is being read now.' })
      onClose()
    },
  })
  const problem = add.error instanceof ApiProblem ? add.error : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate(kind === 'imap' ? { kind, ...imap } : { kind, path })
  }
  return (
    <Dialog open title="Link a mailbox" onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4">
        <Segmented
          label="Kind of mailbox"
          value={kind}
          onChange={setKind}
          options={[
            { value: 'imap', label: 'IMAP' },
            { value: 'maildir', label: 'Maildir on this machine' },
          ]}
        />
        <ProblemNote error={add.error} />
        {kind === 'imap' ? (
          <>
            <div className="grid grid-cols-[minmax(0,1fr)_6rem] gap-3">
              <TextField
                label="Server"
                required
                placeholder="imap.example.org"
                value={imap.host}
                error={problem?.field('host')}
                onChange={(event) => setImap({ ...imap, host: event.target.value })}
              />
              <TextField
                label="Port"
                required
                type="number"
                min={1}
                max={65535}
                value={imap.port}
                error={problem?.field('port')}
                onChange={(event) => setImap({ ...imap, port: Number(event.target.value) })}
              />
            </div>
            <TextField
              label="User name"
              required
              autoComplete="off"
              value={imap.username}
              error={problem?.field('username')}
              onChange={(event) => setImap({ ...imap, username: event.target.value })}
            />
            <TextField
              label="Password"
              required
              type="password"
              autoComplete="new-password"
              hint="An app password, where your provider offers one. It is kept sealed."
              value={imap.password}
              error={problem?.field('password')}
              onChange={(event) => setImap({ ...imap, password: event.target.value })}
            />
          </>
        ) : (
          <TextField
            label="Folder"
            required
            placeholder="/home/me/Maildir"
            hint="A folder on the machine Jobwire runs on, with cur and new inside."
            value={path}
            error={problem?.field('path')}
            onChange={(event) => setPath(event.target.value)}
          />
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Not now</Button>
          <Button type="submit" look="primary" busy={add.isPending}>
            Link mailbox
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
