import type { Entry } from '../connection/contract'

/** How far a device has got in one channel's log. */
export interface Cursor {
  epoch: string
  last: number
}

/** What a batch of entries means for the device. */
export interface Merged {
  cursor: Cursor
  /** Entries to apply now, each exactly once and in order. */
  applied: Entry[]
  /** complete: nothing is missing; gap: ask again from the cursor; foreign: another history, load the channel anew. */
  verdict: 'complete' | 'gap' | 'foreign'
}

/**
 * The merge law: the next sequence is applied, an old one dropped, a later one means something is missing.
 * A withheld entry has a sequence like any other and counts as applied.
 */
export function merge(cursor: Cursor, epoch: string, entries: readonly Entry[]): Merged {
  if (epoch !== cursor.epoch) return { cursor, applied: [], verdict: 'foreign' }
  const applied: Entry[] = []
  let last = cursor.last
  for (const entry of entries) {
    if (entry.seq <= last) continue
    if (entry.seq > last + 1) return { cursor: { epoch, last }, applied, verdict: 'gap' }
    applied.push(entry)
    last = entry.seq
  }
  return { cursor: { epoch, last }, applied, verdict: 'complete' }
}

/** Compares a cursor with the head that the server announces: this is how a lost last entry is noticed. */
export function compareHead(cursor: Cursor, epoch: string, head: number): Merged['verdict'] {
  if (epoch !== cursor.epoch || head < cursor.last) return 'foreign'
  return head > cursor.last ? 'gap' : 'complete'
}
