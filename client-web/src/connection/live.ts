import { useSyncExternalStore } from 'react'

/** What the person is told about the line. */
export type LiveState = 'connected' | 'connecting' | 'disconnected'

/** State of the line, and since when what is on the screen may be old. */
export interface Live {
  state: LiveState
  /** Last moment at which the server was heard (local clock), for "data per 14.02". */
  heardAt: number | undefined
}

let live: Live = { state: 'connecting', heardAt: undefined }
const listeners = new Set<() => void>()

/** The state of the line as it is now. */
export const liveNow = (): Live => live

/** Changes the state of the line and tells everybody who shows it. */
export function setLive(change: Partial<Live>): void {
  const next = { ...live, ...change }
  if (next.state === live.state && next.heardAt === live.heardAt) return
  live = next
  for (const listener of listeners) listener()
}

/** Tells whenever the state of the line changes; returns how to stop. */
export function onLive(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Shows the state of the line. */
export const useLive = (): Live => useSyncExternalStore(onLive, liveNow)
