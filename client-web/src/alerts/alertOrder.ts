import type { AlertRow } from '../connection/contract'
import { isLate, isOver, isOwed, obligationOf } from './obligations'

/** 0: owed by my agency and late; 1: owed by my agency; 2: open with others; 3: the rest. */
export function rankOf(alert: AlertRow, agency: string, now: number): 0 | 1 | 2 | 3 {
  if (isOver(alert)) return 3
  const mine = obligationOf(alert, agency)
  if (mine && isOwed(mine)) return isLate(mine, now) ? 0 : 1
  return 2
}

/**
 * The list's order: what my agency owes and is late, then what it owes, then what is open with others, then the rest.
 * Within a rank a real alert stands above a drill; owed ones go by deadline, the others newest first.
 */
export function alertOrder(alerts: readonly AlertRow[], agency: string, now: number): AlertRow[] {
  const ranked = alerts.map((alert) => ({ alert, rank: rankOf(alert, agency, now) }))
  const due = (alert: AlertRow): number =>
    Date.parse(obligationOf(alert, agency)?.dueAt ?? '') || Number.POSITIVE_INFINITY
  ranked.sort((a, b) => {
    if (a.rank !== b.rank) return a.rank - b.rank
    const drill = Number(a.alert.status === 'Exercise') - Number(b.alert.status === 'Exercise')
    if (drill !== 0) return drill
    if (a.rank < 2 && due(a.alert) !== due(b.alert)) return due(a.alert) - due(b.alert)
    return Date.parse(b.alert.postedAt) - Date.parse(a.alert.postedAt)
  })
  return ranked.map((r) => r.alert)
}
