import type { Alert, Entry } from '../connection/contract'
import type { OutboxItem } from '../outbox/outboxItem'
import type { OutboxView } from '../outbox/outboxParts'
import { revealed } from '../sync/reveal'

/** The thread somebody writes into: of an alert the server knows, or of one that still waits in the outbox. */
export type Thread = { alert: string; afterSeq: number } | { after: number }

/** The thread of an alert as it is in view now. */
export const threadOf = (alert: Alert): Thread => ({
  alert: alert.id,
  afterSeq: Math.max(alert.seq, ...alert.timeline.map((e) => e.seq)),
})

/** The thread of an alert that cannot be read now: no entry in it can be known to be later than the words. */
export const unreadThread = (alert: string): Thread => ({ alert, afterSeq: Number.MAX_SAFE_INTEGER })

const kinds: Partial<Record<OutboxItem['kind'], string>> = {
  message: 'message.posted',
  progress: 'progress.noted',
}

/** Words of a member that a thread shows before the entry itself is there. */
export interface OwnWords {
  item: OutboxItem
  /** The server has it; the entry is on its way. */
  landed: boolean
}

/**
 * What was written to an alert and does not stand in its timeline yet. The entry may come before the answer, or the
 * answer may be lost: an entry of the same words, written by the same member after the item, is the item.
 */
export function wordsUnderWay(view: OutboxView, alert: Alert, member: string): OwnWords[] {
  const own = alert.timeline.filter((e) => e.actor === member)
  const taken = new Set<number>()
  const words = [
    ...view.landed.map((l) => ({ ...l, landed: true })),
    ...view.items.map((item) => ({ item, landed: false, answer: undefined })),
  ].filter(({ item }) => item.alert === alert.id && kinds[item.kind] !== undefined)
  return words.flatMap(({ item, landed, answer }) => {
    const is = (e: Entry): boolean =>
      answer ? e.seq === answer.seq : !item.refusal && !taken.has(e.seq) && speaksAs(e, item)
    const entry = own.find(is)
    if (entry) taken.add(entry.seq)
    return entry ? [] : [{ item, landed }]
  })
}

const speaksAs = (entry: Entry, item: OutboxItem): boolean =>
  entry.seq > (item.afterSeq ?? 0) &&
  entry.kind === kinds[item.kind] &&
  revealed(entry, 'text') === String(item.body.text)
