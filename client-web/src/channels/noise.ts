import type { Entry } from '../connection/contract'

// Receipts and first notices stand in an alert's grid; between what people say they would only be noise.
const receipts = new Set(['obligation.opened', 'obligation.delivered', 'obligation.seen', 'withheld'])

/** The entry is proof for the timeline, not something people read. */
export const isNoise = (entry: Entry): boolean =>
  receipts.has(entry.kind) || (entry.kind === 'escalation.fired' && entry.data?.level === 1)
