/** What a route of the mock world answers with. */

export type Answer = { status: number; json?: unknown; svg?: string; pdf?: string }
export type Handler = (input: { params: string[]; body: Record<string, unknown>; query: URLSearchParams }) => Answer

export const ok = (json: unknown, status = 200): Answer => ({ status, json })
export const gone: Answer = { status: 204 }
export const problem = (
  status: number,
  slug: string,
  detail: string,
  errors?: { field: string; message: string }[],
): Answer => ({
  status,
  json: { type: `/problems/${slug}`, slug, title: slug.replaceAll('-', ' '), status, detail, errors },
})
export const page = <T>(items: T[]) => ok({ items, next_cursor: null })

/** The part of a long list that `limit` and `cursor` ask for. */
export function pageOf<T>(items: T[], query: URLSearchParams) {
  const from = Number(query.get('cursor') ?? 0)
  const to = from + Number(query.get('limit') ?? 50)
  return ok({ items: items.slice(from, to), next_cursor: to < items.length ? String(to) : null })
}
