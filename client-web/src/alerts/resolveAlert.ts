import type { Alert, CaseType, Outcome } from '../connection/contract'
import { alertAct } from './alertAct'

/** How an alert ended, and who made sure that no victim is punished. */
export interface Resolution {
  outcome: string
  screening?: { result: string; note?: string }
  note?: string
}

/** A member closes an alert with an outcome. */
export const resolveAlert = (clientKey: string, alert: string, resolution: Resolution) =>
  alertAct(alert, 'resolve', { clientKey, ...resolution })

/** While there may be victims, an outcome that detains or deports needs a recorded screening, and so does every TPPO case. */
export const needsScreening = (
  alert: Pick<Alert, 'caseType' | 'possibleVictims'>,
  outcome: Outcome | undefined,
): boolean => alert.possibleVictims !== 'no' && (alert.caseType === 'TPPO' || (outcome?.detains ?? false))

/** The outcomes that fit a case type. */
export const outcomesFor = (outcomes: readonly Outcome[], caseType: CaseType['code']): Outcome[] =>
  outcomes.filter((o) => !o.caseTypes?.length || o.caseTypes.includes(caseType))
