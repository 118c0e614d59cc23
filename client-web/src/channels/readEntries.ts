import type { EntryPage } from '../connection/contract'
import { get } from '../connection/request'

/** Reads a piece of a channel's log after a cursor. */
export const readEntries = (slug: string, after: number, limit: number): Promise<EntryPage> =>
  get(`/api/channels/${encodeURIComponent(slug)}/entries?after=${after}&limit=${limit}`)
