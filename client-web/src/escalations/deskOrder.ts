import { asksMe } from '../alerts/announceNewAlerts'
import { isLate, isOver, isOwed, obligationOf } from '../alerts/obligations'
import type { AlertRow, Entry, Me, Obligation } from '../connection/contract'

/** One card of the desk: an alert and the obligation that makes it ours. */
export interface DeskCard {
  alert: AlertRow
  obligation: Obligation
  /** The ladder has asked this member by name. */
  asked: boolean
}

const due = (o: Obligation): number => (o.dueAt ? Date.parse(o.dueAt) : Number.POSITIVE_INFINITY)

function order(cards: DeskCard[], now: number): DeskCard[] {
  const rank = (c: DeskCard): number =>
    (c.alert.status === 'Exercise' ? 2 : 0) + (isLate(c.obligation, now) ? 0 : 1)
  return cards.sort((a, b) => rank(a) - rank(b) || due(a.obligation) - due(b.obligation))
}

/** Alert and agency pairs for which the ladder has asked this member, from the desk's log. */
export function askedOf(entries: readonly Entry[], me: Me): Set<string> {
  const asked = entries.filter((e) => e.kind === 'escalation.fired' && asksMe(e, me))
  return new Set(asked.map((e) => `${e.alertId} ${e.data?.agency}`))
}

/** What the agency owes: late first, then by deadline; a real alert always stands above a drill. */
export function owedCards(
  alerts: readonly AlertRow[],
  me: Me,
  asked: ReadonlySet<string>,
  now: number,
): DeskCard[] {
  const cards = alerts.flatMap((alert) => {
    const obligation = obligationOf(alert, me.agency.code)
    if (!obligation || !isOwed(obligation) || isOver(alert)) return []
    return [{ alert, obligation, asked: asked.has(`${alert.id} ${me.agency.code}`) }]
  })
  return order(cards, now)
}

/** What other agencies owe and the ladder has brought to this member. */
export function climbedCards(
  alerts: readonly AlertRow[],
  me: Me,
  asked: ReadonlySet<string>,
  now: number,
): DeskCard[] {
  const cards = alerts.flatMap((alert) =>
    isOver(alert)
      ? []
      : alert.obligations
          .filter((o) => o.agency !== me.agency.code && isOwed(o) && asked.has(`${alert.id} ${o.agency}`))
          .map((obligation) => ({ alert, obligation, asked: true })),
  )
  return order(cards, now)
}

/** What the agency has accepted and still works on, those with a progress note due first. */
export function runningCards(alerts: readonly AlertRow[], me: Me): DeskCard[] {
  const cards = alerts.flatMap((alert) => {
    const obligation = obligationOf(alert, me.agency.code)
    return obligation?.state === 'Acknowledged' && !isOver(alert) ? [{ alert, obligation, asked: false }] : []
  })
  const progress = (c: DeskCard): number =>
    Date.parse(c.obligation.progressDueAt ?? '') || Number.POSITIVE_INFINITY
  return cards.sort(
    (a, b) => progress(a) - progress(b) || Date.parse(b.alert.postedAt) - Date.parse(a.alert.postedAt),
  )
}
