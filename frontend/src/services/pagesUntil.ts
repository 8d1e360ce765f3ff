import type { Page } from '../types/api'

/** A list from its beginning, at least `count` long where there are so many, in no more than `pagesMax` pages. */
export async function pagesUntil<T>(
  count: number,
  pagesMax: number,
  read: (cursor: string | null) => Promise<Page<T>>,
): Promise<Page<T>> {
  let page = await read(null)
  for (let pages = 1; page.items.length < count && page.next_cursor && pages < pagesMax; pages += 1) {
    const next = await read(page.next_cursor)
    page = { items: [...page.items, ...next.items], next_cursor: next.next_cursor }
  }
  return page
}
