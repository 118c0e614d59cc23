import type { Agency, Alert, AlertRow, Obligation } from '../connection/contract'

const waiting = new Set(['Pending', 'Notified', 'Delivered', 'Seen', 'Exhausted'])

/** The agency still owes its answer. */
export const isOwed = (o: Pick<Obligation, 'state'>): boolean => waiting.has(o.state)

/** The agency still owes its answer and the deadline has passed; an exhausted ladder is late by nature. */
export const isLate = (o: Pick<Obligation, 'state' | 'dueAt'>, now: number): boolean =>
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

/** Obligations that other agencies offer to this one and that it has not taken over yet. */
export const offersTo = (alert: Pick<Alert, 'obligations'>, agency: string): Obligation[] =>
  alert.obligations.filter((o) => isOwed(o) && o.offeredTo === agency)

// Who handed the answer on, was released or is not asked any more may be offered another agency's.
const free = new Set(['Delegated', 'Waived', 'Closed'])

/** How many of those who are asked have answered; who handed it on or was released is not asked. */
export function answeredOf(obligations: readonly Pick<Obligation, 'state'>[]): {
  answered: number
  all: number
} {
  const asked = obligations.filter((o) => !free.has(o.state))
  return { answered: asked.filter((o) => o.state === 'Acknowledged').length, all: asked.length }
}

/** The agencies that what this agency owes may be offered to: those that are not asked or offered it already. */
export function delegable(
  alert: Pick<Alert, 'obligations'>,
  own: string,
  agencies: readonly Agency[],
): Agency[] {
  const taken = new Set(
    alert.obligations.flatMap((o) => (free.has(o.state) ? [] : [o.agency, o.offeredTo ?? o.agency])),
  )
  return agencies.filter((a) => a.code !== own && !taken.has(a.code))
}

const lastWords = new Set([
  'obligation.opened',
  'obligation.declined',
  'obligation.delegated',
  'obligation.reopened',
  'obligation.undone',
])

/** A liaison of the agency has declined, and nothing since has set the question anew: the chief is to answer. */
export function isDeclinedByLiaison(alert: Pick<Alert, 'timeline'>, o: Obligation): boolean {
  const last = alert.timeline.findLast((e) => lastWords.has(e.kind) && e.data?.agency === o.agency)
  return o.reason !== undefined && last?.kind === 'obligation.declined'
}
