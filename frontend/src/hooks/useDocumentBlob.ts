/** A stored file as an address inside the page: the browser shows PDFs from `blob:` in a frame. */
import { useEffect, useState } from 'react'

import { documentUrl } from 'services/dynamicAPI'

export function useDocumentBlob(id: string | null): { url: string | null; failed: boolean } {
  const [state, setState] = useState<{ id: string | null; url: string | null; failed: boolean }>({
    id: null,
    url: null,
    failed: false,
  })
  useEffect(() => {
    if (!id) return
    const controller = new AbortController()
    let made: string | null = null
    fetch(documentUrl(id, true), { credentials: 'include', signal: controller.signal })
      .then(async (response) => {
        if (!response.ok) throw new Error(`The file could not be read (${response.status}).`)
        made = URL.createObjectURL(await response.blob())
        setState({ id, url: made, failed: false })
      })
      .catch(() => {
        if (!controller.signal.aborted) setState({ id, url: null, failed: true })
      })
    return () => {
      controller.abort()
      if (made) URL.revokeObjectURL(made)
    }
  }, [id])
  return state.id === id ? state : { url: null, failed: false }
}
