/** The boards that are watched: how they are, adding one, reading one now. */

import { PageHeader } from 'components/PageHeader'
import { useLive } from 'hooks/useLive'
import { useNow } from 'hooks/useNow'
import { useAct, useSources } from 'hooks/useServerState'
import { hostOf, plural, relativeTime, safeHref } from 'lib/format'
import { SOURCE_HEALTH, SOURCE_KINDS, wordFor } from 'lib/vocabulary'
import { type FormEvent, type ReactElement, useState } from 'react'
import { ApiProblem, dynamicAPI } from 'services/dynamicAPI'
import { queryKeys } from 'services/queryKeys'
import type { Source } from 'types/api'
import { Button, IconButton } from 'ui/Button'
import { Confirm } from 'ui/Dialog'
import { Avatar, Badge, Empty, Panel, ProblemNote, SkeletonRows } from 'ui/display'
import { TextField } from 'ui/Field'
import { showProblem, showToast } from 'ui/toasts'

export default function SourcesPage(): ReactElement {
  useLive()
  const sources = useSources()
  const items = sources.data?.items ?? []
  return (
    <>
      <PageHeader title="Sources">
        Greenhouse, Lever and Ashby boards, and careers pages that publish their jobs in the schema.org way.
      </PageHeader>
      <div className="grid gap-4">
        <AddSource />
        <Panel title="Watched boards" count={items.length || undefined}>
          {sources.isPending && <SkeletonRows />}
          {sources.error && (
            <div className="p-4">
              <ProblemNote error={sources.error} retry={() => void sources.refetch()} />
            </div>
          )}
          {sources.data && items.length === 0 && (
            <Empty icon="globe" title="No boards watched yet">
              Paste the address of an employer’s careers page above. Jobwire finds out how it publishes.
            </Empty>
          )}
          <ul className="divide-y">
            {items.map((source) => (
              <Row key={source.id} source={source} />
            ))}
          </ul>
        </Panel>
      </div>
    </>
  )
}

function AddSource(): ReactElement {
  const [url, setUrl] = useState('')
  const add = useAct((address: string) => dynamicAPI.addSource(address), {
    changes: [queryKeys.sources],
    onDone: (source) => {
      setUrl('')
      showToast({
        tone: 'good',
        title: `${source.name} is watched`,
        message: `${SOURCE_KINDS[source.kind]}. It is being read now.`,
      })
    },
  })
  const field = add.error instanceof ApiProblem ? add.error.field('url') : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate(url.trim())
  }
  return (
    <form onSubmit={submit} className="panel grid gap-3 p-4">
      <div className="flex flex-wrap items-end gap-2">
        <TextField
          className="min-w-60 flex-1"
          label="Address of a job board or careers page"
          inputMode="url"
          autoComplete="off"
          required
          placeholder="https://boards.greenhouse.io/company"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
          error={field}
        />
        <Button type="submit" look="primary" icon="plus" busy={add.isPending} className="h-9">
          Watch it
        </Button>
      </div>
      {!field && <ProblemNote error={add.error} />}
    </form>
  )
}

function Row({ source }: { source: Source }): ReactElement {
  const now = useNow()
  const [removing, setRemoving] = useState(false)
  const health = wordFor(SOURCE_HEALTH, source.health)
  const sync = useAct(() => dynamicAPI.syncSource(source.id), {
    changes: [queryKeys.sources],
    onError: showProblem,
    onDone: () => showToast({ tone: 'neutral', title: `${source.name} is being read` }),
  })
  const remove = useAct(() => dynamicAPI.removeSource(source.id), {
    changes: [queryKeys.sources, queryKeys.jobs],
    onError: showProblem,
  })
  const href = safeHref(source.url)
  const isImport = source.kind === 'import'
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)_auto] gap-x-3.5 gap-y-1 px-4 py-3 md:grid-cols-[auto_minmax(0,1.3fr)_minmax(0,1fr)_auto] md:items-center">
      <Avatar name={source.name} />
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {source.name}
          <Badge>{SOURCE_KINDS[source.kind] ?? source.kind}</Badge>
        </p>
        <p className="truncate text-sm text-muted">
          {href ? (
            <a href={href} target="_blank" rel="noopener noreferrer" className="hover:text-accent hover:underline">
              {hostOf(source.url)}
            </a>
          ) : (
            source.url
          )}
        </p>
      </div>
      <div className="col-start-2 min-w-0 text-sm md:col-start-auto">
        <p className="flex flex-wrap items-center gap-2">
          {!isImport && (
            <Badge tone={health.tone} dot>
              {health.label}
            </Badge>
          )}
          <span className="tnum text-muted">{plural(source.open_jobs, 'open job')}</span>
        </p>
        {source.problem ? (
          <p className="text-bad">{source.problem}</p>
        ) : (
          <p className="text-xs text-muted">
            {source.last_synced_at ? `Read ${relativeTime(source.last_synced_at, now)}` : 'Not read yet'}
            {source.next_sync_at && !isImport && `, next ${relativeTime(source.next_sync_at, now)}`}
          </p>
        )}
      </div>
      <div className="col-start-3 row-start-1 flex gap-1 md:col-start-4">
        {!isImport && (
          <IconButton
            small
            icon="refresh"
            label={`Read ${source.name} now`}
            disabled={sync.isPending}
            onClick={() => sync.mutate(undefined)}
          />
        )}
        <IconButton small icon="trash" label={`Stop watching ${source.name}`} onClick={() => setRemoving(true)} />
      </div>
      {removing && (
        <Confirm
          danger
          title={`Stop watching ${source.name}?`}
          confirmLabel="Stop watching"
          onClose={() => setRemoving(false)}
          onConfirm={() => remove.mutate(undefined)}
        >
          Its postings leave your list. Applications you began stay.
        </Confirm>
      )}
    </li>
  )
}
