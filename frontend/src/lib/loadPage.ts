/** The code of a page, loaded when it is first opened, also while the server restarts or was renewed. */

/** How often a server that is away is asked for. */
export const ASK_AGAIN_MS = 1_000
/** After this time the failure is shown. */
export const GIVE_UP_MS = 10 * 60_000
/** The application is loaded anew for missing code at most this often. */
export const RELOAD_EVERY_MS = 30_000
const RELOADED_AT = 'jobwire-reloaded-at'

export interface Surroundings {
  /** Whether the server that the code comes from answers. */
  answers: () => Promise<boolean>
  pause: (ms: number) => Promise<void>
  now: () => number
  storage: Pick<Storage, 'getItem' | 'setItem'>
  reload: () => void
}

const real: Surroundings = {
  answers: () =>
    fetch('/favicon.svg', { cache: 'no-store' }).then(
      (response) => response.ok,
      () => false,
    ),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  now: () => Date.now(),
  get storage() {
    return sessionStorage
  },
  reload: () => location.reload(),
}

/**
 * Loads a page. A server that is away is waited for. Where the code is then still missing, it belongs to an
 * earlier build or the browser remembers the failure, and the whole application is loaded anew, though not twice in
 * a row.
 */
export async function loadPage<T>(load: () => Promise<T>, around: Surroundings = real): Promise<T> {
  try {
    return await load()
  } catch (error) {
    const until = around.now() + GIVE_UP_MS
    while (!(await around.answers())) {
      if (around.now() >= until) throw error
      await around.pause(ASK_AGAIN_MS)
    }
    return load().catch(() => loadAnew(error, around))
  }
}

function loadAnew(error: unknown, { now, storage, reload }: Surroundings): Promise<never> {
  if (now() - Number(storage.getItem(RELOADED_AT) ?? 0) < RELOAD_EVERY_MS) throw error
  storage.setItem(RELOADED_AT, String(now()))
  reload()
  // Nothing follows: the page goes away.
  return new Promise(() => {})
}
