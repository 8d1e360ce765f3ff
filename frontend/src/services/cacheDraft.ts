/**
 * What a batch of events makes of the query cache, written at once: however many events touch a part, whoever
 * shows it is told once. It knows no event.
 */
import { hashKey, notifyManager, type QueryClient, type QueryKey } from '@tanstack/react-query'

type Change<T> = T | ((known: T | undefined) => T | undefined)

/** The part of a query cache that events change; the cache itself or a draft of it. */
export interface Cache {
  getQueryData<T>(key: QueryKey): T | undefined
  setQueryData<T>(key: QueryKey, change: Change<T>): unknown
  setQueriesData<T>(filter: { queryKey: QueryKey }, change: Change<T>): unknown
}

export class CacheDraft implements Cache {
  private readonly changed = new Map<string, { key: QueryKey; value: unknown }>()

  constructor(private readonly client: QueryClient) {}

  getQueryData<T>(key: QueryKey): T | undefined {
    const changed = this.changed.get(hashKey(key))
    return changed ? (changed.value as T) : this.client.getQueryData<T>(key)
  }

  setQueryData<T>(key: QueryKey, change: Change<T>): void {
    const known = this.getQueryData<T>(key)
    const value = typeof change === 'function' ? (change as (known: T | undefined) => T | undefined)(known) : change
    if (value !== undefined && value !== known) this.changed.set(hashKey(key), { key, value })
  }

  setQueriesData<T>({ queryKey }: { queryKey: QueryKey }, change: Change<T>): void {
    for (const [key] of this.client.getQueriesData({ queryKey })) this.setQueryData(key, change)
  }

  /** Writes what changed. A part that is being read is named to `refresh`: the answer may be older than the change. */
  commit(refresh: (key: QueryKey) => void): void {
    notifyManager.batch(() => {
      for (const { key, value } of this.changed.values()) {
        this.client.setQueryData(key, value)
        if (this.client.getQueryState(key)?.fetchStatus === 'fetching') refresh(key)
      }
    })
    this.changed.clear()
  }
}
