import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it, vi } from 'vitest'

import { CacheDraft } from './cacheDraft'

const KEY = ['numbers']
const add = (more: number) => (known: number[] | undefined) => [...(known ?? []), more]

it('writes what many changes made of a part once', async () => {
  const client = new QueryClient()
  client.setQueryData(KEY, [0])
  const told = vi.fn()
  const stop = new QueryObserver(client, { queryKey: KEY, enabled: false }).subscribe(told)
  const draft = new CacheDraft(client)
  for (let no = 1; no <= 100; no += 1) draft.setQueryData(KEY, add(no))
  expect(draft.getQueryData<number[]>(KEY)).toHaveLength(101)
  expect(client.getQueryData(KEY)).toEqual([0])
  draft.commit(() => {})
  await vi.waitFor(() => expect(told).toHaveBeenCalled())
  expect(client.getQueryData(KEY)).toHaveLength(101)
  expect(told).toHaveBeenCalledTimes(1)
  stop()
})

it('leaves alone what is not there, and what did not change', () => {
  const client = new QueryClient()
  client.setQueryData(KEY, [0])
  const written = vi.spyOn(client, 'setQueryData')
  const draft = new CacheDraft(client)
  draft.setQueryData<number[]>(['missing'], (known) => known && [...known, 1])
  draft.setQueryData<number[]>(KEY, (known) => known)
  draft.commit(() => {})
  expect(written).not.toHaveBeenCalled()
})

it('changes every part below a name', () => {
  const client = new QueryClient()
  client.setQueryData(['batch', 'a'], [1])
  client.setQueryData(['batch', 'b'], [2])
  const draft = new CacheDraft(client)
  draft.setQueriesData({ queryKey: ['batch'] }, add(9))
  draft.commit(() => {})
  expect(client.getQueriesData({ queryKey: ['batch'] }).map(([, value]) => value)).toEqual([
    [1, 9],
    [2, 9],
  ])
})

it('asks again for an answer that was on its way when the change came', () => {
  const client = new QueryClient()
  void client.prefetchQuery({ queryKey: KEY, queryFn: () => new Promise(() => {}) })
  const refresh = vi.fn()
  const draft = new CacheDraft(client)
  draft.setQueryData(KEY, [1])
  draft.setQueryData(['quiet'], [1])
  draft.commit(refresh)
  expect(refresh.mock.calls).toEqual([[KEY]])
})
