import { answeredOf, isLate, isOwed } from '../alerts/obligations'
import type { Level } from '../connection/contract'
import type { WallAlert, WallObligation } from './wall'

/** One alert as it is drawn: the answers still owed, late first, and how many are there. */
export interface WallCard {
  alert: WallAlert
  owed: WallObligation[]
  late: boolean
  answered: number
  all: number
}

const levels: Record<Level, number> = { Kritis: 0, Mendesak: 1, Rutin: 2 }
const due = (o: WallObligation | undefined): number => (o ? Date.parse(o.dueAt) : Number.POSITIVE_INFINITY)

/** Real ones above drills; then what is late, what is owed and what is answered; each by level and by the nearest deadline. */
export function wallCards(alerts: readonly WallAlert[], now: number): WallCard[] {
  const rank = (c: WallCard): number => (c.alert.drill ? 10 : 0) + (c.late ? 0 : c.owed.length > 0 ? 1 : 2)
  return alerts
    .map((alert): WallCard => {
      const owed = alert.obligations.filter((o) => isOwed(o)).sort((a, b) => due(a) - due(b))
      const late = owed.some((o) => isLate(o, now))
      return { alert, owed, late, ...answeredOf(alert.obligations) }
    })
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        levels[a.alert.level] - levels[b.alert.level] ||
        due(a.owed[0]) - due(b.owed[0]) ||
        Date.parse(a.alert.postedAt) - Date.parse(b.alert.postedAt),
    )
}
