/** Every job: search and filter, read one beside the list, choose several for a batch. */

import { ApplyDialog } from 'components/jobs/ApplyDialog'
import { JobDetailPane } from 'components/jobs/JobDetailPane'
import { JobRow } from 'components/jobs/JobRow'
import { PageHeader } from 'components/PageHeader'
import { useDebounced } from 'hooks/useDebounced'
import { useListKeys } from 'hooks/useListKeys'
import { useDynamicApplications, useRealTimeJobMatching } from 'hooks/useRealTime'
import { useJobs, useSources } from 'hooks/useServerState'
import { cx } from 'lib/cx'
import { plural } from 'lib/format'
import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react'
import type { JobFilter } from 'services/dynamicAPI'
import { BATCH_LIMIT } from 'services/jobApplicationService'
import type { Job } from 'types/api'
import { Button } from 'ui/Button'
import { Empty, Panel, ProblemNote, SkeletonRows } from 'ui/display'
import { SelectField, TextField } from 'ui/Field'
import { Icon } from 'ui/Icon'
import { Link, useLocation, useSearch } from 'wouter'

/** Typing rests this long before the server is asked. */
const SEARCH_REST_MS = 200

export default function JobsPage({ id }: { id: string | null }): ReactElement {
  const [, navigate] = useLocation()
  const filters = useFilters()
  const list = useJobs(filters.filter)
  const chosen = useChosen(list.jobs)
  const { applications } = useDynamicApplications()
  const { matches } = useRealTimeJobMatching()
  const byJob = useMemo(
    () => new Map(applications.map((application) => [application.job_id, application])),
    [applications],
  )
  const scores = useMemo(() => new Map(matches.map((match) => [match.job_id, match.match_score])), [matches])
  const open = (jobId: string) => navigate(`/jobs/${jobId}`)
  const { selected, select } = useListKeys({
    ids: list.jobs.map((job) => job.id),
    onOpen: open,
    keys: { x: chosen.toggle, ...(id ? {} : { a: (jobId: string) => chosen.applyTo([jobId]) }) },
  })
  return (
    <>
      <PageHeader
        title="Jobs"
        className={cx(id && 'max-lg:sr-only')}
        actions={
          <Link href="/sources" className="btn btn-secondary">
            <Icon name="plus" className="size-4" />
            Add a source
          </Link>
        }
      >
        Everything the watched boards publish.
      </PageHeader>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(19rem,26rem)_minmax(0,1fr)]">
        <Panel title="All jobs" className={cx(id && 'hidden lg:flex')} action={<ChooseBar chosen={chosen} />}>
          <FilterBar {...filters} />
          {list.error && (
            <div className="p-4">
              <ProblemNote error={list.error} retry={() => void list.refetch()} />
            </div>
          )}
          {list.isPending && <SkeletonRows rows={6} />}
          {list.data && list.jobs.length === 0 && <NoJobs filtered={filters.isFiltered} onClear={filters.clear} />}
          <ul
            aria-label="Jobs"
            aria-busy={list.isPlaceholderData}
            className={cx(
              'divide-y lg:max-h-[calc(100dvh-17rem)] lg:overflow-y-auto',
              list.isPlaceholderData && 'opacity-60',
            )}
          >
            {list.jobs.map((job) => (
              <JobRow
                key={job.id}
                job={job}
                score={scores.get(job.id)}
                application={byJob.get(job.id)}
                open={job.id === id}
                selected={job.id === selected}
                chosen={chosen.ids.has(job.id)}
                onChoose={chosen.toggle}
                onSelect={select}
              />
            ))}
            {list.hasNextPage && (
              <li className="p-3 text-center">
                <Button small look="ghost" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                  Show more
                </Button>
              </li>
            )}
          </ul>
        </Panel>
        <div
          className={cx(
            'panel min-w-0 lg:sticky lg:top-5 lg:max-h-[calc(100dvh-2.5rem)] lg:overflow-y-auto',
            !id && 'hidden lg:block',
          )}
        >
          {id ? (
            <>
              <Link
                href="/jobs"
                className="flex items-center gap-1 border-b px-4 py-2.5 text-sm font-medium text-accent lg:hidden"
              >
                <Icon name="left" className="size-4" />
                All jobs
              </Link>
              <JobDetailPane id={id} key={id} />
            </>
          ) : (
            <Empty icon="briefcase" title="Choose a job to read it">
              Move with <kbd className="kbd">j</kbd> and <kbd className="kbd">k</kbd>, open with{' '}
              <kbd className="kbd">Enter</kbd>, select with <kbd className="kbd">x</kbd>, apply with{' '}
              <kbd className="kbd">a</kbd>.
            </Empty>
          )}
        </div>
      </div>
      {chosen.targets && <ApplyDialog targets={chosen.targets} onClose={chosen.close} onApplied={chosen.clear} />}
    </>
  )
}

function useFilters() {
  const search = new URLSearchParams(useSearch())
  const [q, setQ] = useState(search.get('q') ?? '')
  const [open, setOpen] = useState<'open' | 'all'>('open')
  const [remote, setRemote] = useState('')
  const [source, setSource] = useState('')
  const settled = useDebounced(q.trim(), SEARCH_REST_MS)
  const filter: JobFilter = useMemo(
    () => ({
      q: settled || undefined,
      open: open === 'open',
      remote: remote || undefined,
      source_id: source || undefined,
    }),
    [settled, open, remote, source],
  )
  const clear = () => {
    setQ('')
    setOpen('open')
    setRemote('')
    setSource('')
  }
  return {
    q,
    setQ,
    open,
    setOpen,
    remote,
    setRemote,
    source,
    setSource,
    filter,
    clear,
    isFiltered: Boolean(q || remote || source || open !== 'open'),
  }
}

function FilterBar({
  q,
  setQ,
  open,
  setOpen,
  remote,
  setRemote,
  source,
  setSource,
}: ReturnType<typeof useFilters>): ReactElement {
  const sources = useSources()
  const focusWanted = new URLSearchParams(useSearch()).get('focus') === 'search'
  const box = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (focusWanted) box.current?.querySelector('input')?.focus()
  }, [focusWanted])
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is too new for some browsers.
    <form role="search" onSubmit={(event) => event.preventDefault()} className="grid gap-2 border-b p-3" ref={box}>
      <TextField
        labelHidden
        label="Search jobs"
        type="search"
        placeholder="Title, company, words in the text   /"
        value={q}
        onChange={(event) => setQ(event.target.value)}
      />
      <div className="grid grid-cols-3 gap-2">
        <SelectField
          labelHidden
          label="Open or closed"
          value={open}
          onChange={(event) => setOpen(event.target.value as typeof open)}
          options={[
            { value: 'open', label: 'Open' },
            { value: 'all', label: 'Closed too' },
          ]}
        />
        <SelectField
          labelHidden
          label="Place of work"
          value={remote}
          onChange={(event) => setRemote(event.target.value)}
          options={[
            { value: '', label: 'Anywhere' },
            { value: 'remote', label: 'Remote' },
            { value: 'hybrid', label: 'Hybrid' },
            { value: 'on_site', label: 'On site' },
          ]}
        />
        <SelectField
          labelHidden
          label="Source"
          value={source}
          onChange={(event) => setSource(event.target.value)}
          options={[
            { value: '', label: 'All sources' },
            ...(sources.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </div>
    </form>
  )
}

function useChosen(jobs: readonly Job[]) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Job>>(new Map())
  const [applying, setApplying] = useState<readonly Job[] | null>(null)
  const toggle = (id: string) =>
    setChosen((before) => {
      const next = new Map(before)
      const job = jobs.find((other) => other.id === id)
      if (!next.delete(id) && job && next.size < BATCH_LIMIT) next.set(id, job)
      return next
    })
  const targets = applying?.map((job) => ({ job_id: job.id, job_title: job.title, company: job.company })) ?? null
  return {
    ids: chosen as ReadonlyMap<string, Job>,
    toggle,
    targets,
    applyToChosen: () => setApplying([...chosen.values()]),
    applyTo: (ids: string[]) => setApplying(jobs.filter((job) => ids.includes(job.id))),
    close: () => setApplying(null),
    clear: () => setChosen(new Map()),
  }
}

function ChooseBar({ chosen }: { chosen: ReturnType<typeof useChosen> }): ReactElement | null {
  const size = chosen.ids.size
  if (size === 0) return null
  return (
    <>
      <span className="tnum text-sm text-muted" role="status">
        {plural(size, 'job')} selected{size === BATCH_LIMIT && ', the most one batch takes'}
      </span>
      <Button small look="ghost" onClick={chosen.clear}>
        Clear
      </Button>
      <Button small look="primary" icon="send" onClick={chosen.applyToChosen}>
        Apply to {size}
      </Button>
    </>
  )
}

function NoJobs({ filtered, onClear }: { filtered: boolean; onClear: () => void }): ReactElement {
  if (filtered)
    return (
      <Empty icon="search" title="No job fits" action={<Button onClick={onClear}>Clear the filters</Button>}>
        Use fewer words, or look among closed jobs too.
      </Empty>
    )
  return (
    <Empty
      icon="globe"
      title="No jobs yet"
      action={
        <Link href="/sources" className="btn btn-primary">
          Add a source
        </Link>
      }
    >
      Add the address of a careers page or job board and its postings appear here.
    </Empty>
  )
}
