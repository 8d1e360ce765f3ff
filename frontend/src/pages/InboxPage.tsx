/** What was seen of the employers' answers, what is unclear, and the mailboxes that are read. */

import { Mailboxes } from 'components/Mailboxes'
import { ObservationCard } from 'components/ObservationCard'
import { PageHeader } from 'components/PageHeader'
import { useListKeys } from 'hooks/useListKeys'
import { useMailboxes, useObservations } from 'hooks/useServerState'
import { type ReactElement, useState } from 'react'
import type { Observation } from 'types/api'
import { Empty, Panel, ProblemNote, SkeletonRows } from 'ui/display'
import { Segmented } from 'ui/Field'

type Shown = 'asked' | 'linked' | 'all'

const FITS: Record<Shown, (observation: Observation) => boolean> = {
  asked: ({ status }) => status === 'suggested' || status === 'unlinked',
  linked: ({ status }) => status === 'linked' || status === 'confirmed',
  all: () => true,
}

export default function InboxPage(): ReactElement {
  const observations = useObservations()
  const mailboxes = useMailboxes()
  const [shown, setShown] = useState<Shown>('all')
  const items = [...(observations.data?.items ?? [])].sort((a, b) => b.observed_at.localeCompare(a.observed_at))
  const visible = items.filter(FITS[shown])
  const asked = items.filter(({ status }) => status === 'suggested').length
  const { selected } = useListKeys({
    ids: visible.map((item) => item.id),
    onOpen: (id) =>
      document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"] :is(a, select, button)`)?.focus(),
  })
  return (
    <>
      <PageHeader title="Inbox">
        Only mail that may concern an application is kept. A weak link is a question to you, never a move.
      </PageHeader>
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <Panel
          title="Seen"
          count={visible.length}
          action={
            <Segmented
              label="Show"
              value={shown}
              onChange={setShown}
              options={[
                { value: 'all', label: 'All' },
                { value: 'asked', label: asked > 0 ? `To decide ${asked}` : 'To decide' },
                { value: 'linked', label: 'Linked' },
              ]}
            />
          }
        >
          {observations.isPending && <SkeletonRows />}
          {observations.error && (
            <div className="p-4">
              <ProblemNote error={observations.error} retry={() => void observations.refetch()} />
            </div>
          )}
          {observations.data &&
            visible.length === 0 &&
            (shown === 'asked' ? (
              <Empty icon="check" title="Nothing to decide">
                Every message found its application by itself.
              </Empty>
            ) : (
              <Empty icon="mail" title="Nothing seen yet">
                {mailboxes.data?.items.length === 0
                  ? 'Link the mailbox that employers answer to, and their mail appears here within seconds.'
                  : 'Answers of employers appear here as they arrive.'}
              </Empty>
            ))}
          <ul aria-label="Observations" className="divide-y">
            {visible.map((item) => (
              <ObservationCard key={item.id} observation={item} selected={item.id === selected} />
            ))}
          </ul>
        </Panel>
        <Mailboxes />
      </div>
    </>
  )
}
