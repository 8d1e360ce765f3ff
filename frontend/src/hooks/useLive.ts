/** How hooks reach the live view: the nearest provider's, or the one of this tab. */
import { createContext, useContext, useEffect } from 'react'

import { type LiveSession, sharedLiveSession } from '../services/liveSession'

/** Lets a test or an embedding application bring a live view of its own. */
export const LiveContext = createContext<LiveSession | null>(null)

/** The live view, without keeping it connected. */
export function useLiveSession(): LiveSession {
  return useContext(LiveContext) ?? sharedLiveSession()
}

/** The live view, kept connected while the component is on screen. */
export function useLive(): LiveSession {
  const live = useLiveSession()
  useEffect(() => live.retain(), [live])
  return live
}
