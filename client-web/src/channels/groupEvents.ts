import type { Entry } from '../connection/contract'
import { fact } from '../sync/reveal'

/** Events that say the same of several agencies at once. */
export interface EventGroup {
  entry: Entry
  /** Agencies of the events after the first. */
  others: string[]
}

const groupable = new Set([
  'escalation.fired',
  'escalation.skipped',
  'escalation.unreached',
  'escalation.exhausted',
])

/** One step of the ladder often fires for all silent agencies together; people read it as one line. */
export function groupEvents(entries: readonly Entry[]): EventGroup[] {
  const groups: EventGroup[] = []
  for (const entry of entries) {
    const last = groups.at(-1)
    const agency = fact(entry, 'agency')
    if (last && agency && saysTheSame(last.entry, entry)) last.others.push(agency)
    else groups.push({ entry, others: [] })
  }
  return groups
}

function saysTheSame(a: Entry, b: Entry): boolean {
  return (
    groupable.has(a.kind) &&
    a.kind === b.kind &&
    a.alertId === b.alertId &&
    a.data?.level === b.data?.level &&
    a.data?.round === b.data?.round &&
    a.data?.reason === b.data?.reason
  )
}
