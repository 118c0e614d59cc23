import { asksMe } from '../alerts/announceNewAlerts'
import { isLate, isOver, isOwed, obligationOf, offersTo } from '../alerts/obligations'
import type { AlertRow, Entry, Me, Obligation } from '../connection/contract'

/** One card of the desk: an alert and the obligation that makes it ours. */
export interface DeskCard {
  alert: AlertRow
  obligation: Obligation
  /** The ladder has asked this member by name. */
  asked: boolean
}

const due = (o: Obligation): number => (o.dueAt ? Date.parse(o.dueAt) : Number.POSITIVE_INFINITY)

function order<C extends DeskCard>(cards: C[], now: number): C[] {
  const rank = (c: C): number => (c.alert.status === 'Exercise' ? 2 : 0) + (isLate(c.obligation, now) ? 0 : 1)
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

/** What other agencies owe and the ladder has brought to this member: one card per alert, with all who are silent. */
export function climbedCards(
  alerts: readonly AlertRow[],
  me: Me,
  asked: ReadonlySet<string>,
  now: number,
): (DeskCard & { silent: string[] })[] {
  const cards = alerts.flatMap((alert) => {
    if (isOver(alert)) return []
    const silent = alert.obligations.filter(
      // Where the ladder has run out the red field speaks.
      (o) =>
        o.agency !== me.agency.code &&
        isOwed(o) &&
        o.state !== 'Exhausted' &&
        asked.has(`${alert.id} ${o.agency}`),
    )
    const [first] = silent.sort((a, b) => due(a) - due(b))
    return first ? [{ alert, obligation: first, asked: true, silent: silent.map((o) => o.agency) }] : []
  })
  return order(cards, now)
}

/**
 * Alerts whose ladder has run out at another agency, for those who can act on it: the secretariat and the chair, the poster's
 * agency and the lead. Real ones stand above drills. What ran out at the own agency is a card of its own.
 */
export function exhaustedAlerts(alerts: readonly AlertRow[], me: Me): AlertRow[] {
  const oversees = me.roles.some((role) => role === 'secretariat' || role === 'chair')
  return alerts
    .filter(
      (a) => !isOver(a) && a.obligations.some((o) => o.state === 'Exhausted' && o.agency !== me.agency.code),
    )
    .filter((a) => oversees || a.posterAgency === me.agency.code || obligationOf(a, me.agency.code)?.lead)
    .sort((a, b) => Number(a.status === 'Exercise') - Number(b.status === 'Exercise'))
}

/** What other agencies offer to this one, real ones above drills, the nearest deadline first. */
export function offeredCards(alerts: readonly AlertRow[], me: Me, now: number): DeskCard[] {
  const cards = alerts
    .filter((alert) => !isOver(alert))
    .flatMap((alert) =>
      offersTo(alert, me.agency.code).map((obligation) => ({ alert, obligation, asked: false })),
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
