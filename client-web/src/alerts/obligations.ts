import type { Alert, AlertRow, Obligation } from '../connection/contract'

const waiting = new Set(['Pending', 'Notified', 'Delivered', 'Seen', 'Exhausted'])

/** The agency still owes its answer. */
export const isOwed = (o: Obligation): boolean => waiting.has(o.state)

/** The agency still owes its answer and the deadline has passed; an exhausted ladder is late by nature. */
export const isLate = (o: Obligation, now: number): boolean =>
  isOwed(o) && (o.state === 'Exhausted' || (o.dueAt !== undefined && Date.parse(o.dueAt) < now))

/** The alert needs no more answers from anybody. */
export const isOver = (alert: Pick<AlertRow, 'state'>): boolean =>
  alert.state === 'Resolved' || alert.state === 'Cancelled'

/** What an agency owes to an alert, if anything. */
export const obligationOf = (alert: Pick<Alert, 'obligations'>, agency: string): Obligation | undefined =>
  alert.obligations.find((o) => o.agency === agency)

/** How one square or row is drawn; late and exhausted are loud, the rest is calm. */
export type Mark = 'late' | 'exhausted' | 'owed' | 'answered' | 'ended'

/** The mark of an obligation now; an alert that is over leaves nothing owed. */
export function markOf(o: Obligation, now: number, over = false): Mark {
  if (o.state === 'Acknowledged') return 'answered'
  if (!isOwed(o) || over) return 'ended'
  if (o.state === 'Exhausted') return 'exhausted'
  return isLate(o, now) ? 'late' : 'owed'
}

const gridRank: Record<Mark, number> = { exhausted: 0, late: 1, owed: 2, answered: 3, ended: 4 }

/** The grid's order: "not yet" first, the latest of them on top, then the answered. */
export function gridOrder(obligations: readonly Obligation[], now: number, over = false): Obligation[] {
  const due = (o: Obligation): number => (o.dueAt ? Date.parse(o.dueAt) : Number.POSITIVE_INFINITY)
  return [...obligations].sort(
    (a, b) =>
      gridRank[markOf(a, now, over)] - gridRank[markOf(b, now, over)] ||
      due(a) - due(b) ||
      a.agency.localeCompare(b.agency),
  )
}

/** The acknowledgement can still be taken back. */
export const mayUndo = (o: Obligation | undefined, now: number): boolean =>
  o?.state === 'Acknowledged' && o.undoUntil !== undefined && Date.parse(o.undoUntil) > now
