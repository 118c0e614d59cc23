import type { Alert, Entry } from '../connection/contract'
import { fact, revealed } from '../sync/reveal'

/** One field that an update changed, with what it was and what it is where the log tells it. */
export interface ChangedField {
  field: string
  before?: string
  after?: string
}

// Where the log keeps a field: open, under a name of its own, or as a text that can be erased.
const namedOtherwise: Record<string, string> = { regionCode: 'region' }
const texts = new Set(['headline'])

const valueIn = (entry: Entry, field: string): string | undefined =>
  texts.has(field) ? revealed(entry, field) : fact(entry, namedOtherwise[field] ?? field)

/** What one update changed: each field with the value before it, from the entries that told it last. */
export function changesOf(update: Entry, timeline: readonly Entry[]): ChangedField[] {
  const fields = Array.isArray(update.data?.fields) ? (update.data.fields as unknown[]) : []
  const earlier = timeline.filter((e) => e.seq < update.seq && /^alert\.(posted|updated)$/.test(e.kind))
  return fields
    .filter((field): field is string => typeof field === 'string')
    .map((field) => {
      const after = valueIn(update, field)
      const teller = earlier.findLast((e) => valueIn(e, field) !== undefined)
      const before = teller && valueIn(teller, field)
      return {
        field,
        ...(after === undefined ? {} : { after }),
        ...(before === undefined || after === undefined ? {} : { before }),
      }
    })
}

/** The last entry that made a new version, which everybody was asked to answer anew: a material update or a reopening. */
export const lastRenewal = (alert: Pick<Alert, 'timeline'>): Entry | undefined =>
  alert.timeline.findLast(
    (e) => e.kind === 'alert.reopened' || (e.kind === 'alert.updated' && e.data?.material === true),
  )
