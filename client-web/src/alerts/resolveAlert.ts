import type { Alert, CaseType, Outcome } from '../connection/contract'
import { alertAct } from './alertAct'

/** What a screening for victims found. */
export const screeningResults = ['not-a-victim', 'victim', 'unclear'] as const

/** A screening: who did it, when, and what it found. */
export interface Screening {
  by?: string
  at?: string
  result: (typeof screeningResults)[number]
  note?: string
}

/** How an alert ended, and who made sure that no victim is punished. */
export interface Resolution {
  outcome: string
  screening?: Screening
  note?: string
}

/** A member closes an alert with an outcome. */
export const resolveAlert = (clientKey: string, alert: string, resolution: Resolution) =>
  alertAct(alert, 'resolve', { clientKey, ...resolution })

/**
 * While there may be victims, an outcome that detains or deports needs a recorded screening, and so does every end of a case type
 * that asks for one, unless it was a false alarm. The server decides by the same rule.
 */
export const needsScreening = (
  alert: Pick<Alert, 'possibleVictims'>,
  outcome: Outcome | undefined,
  caseType: Pick<CaseType, 'needsScreening'> | undefined,
): boolean =>
  alert.possibleVictims !== 'no' &&
  ((outcome?.detains ?? false) || ((caseType?.needsScreening ?? false) && !outcome?.isFalseAlarm))

/** The outcomes that fit a case type and are in force on a day of the team's calendar, written as 2026-11-24. */
export const outcomesFor = (
  outcomes: readonly Outcome[],
  caseType: CaseType['code'],
  day: string,
): Outcome[] =>
  outcomes.filter(
    (o) =>
      (!o.caseTypes?.length || o.caseTypes.includes(caseType)) &&
      (!o.validFrom || o.validFrom <= day) &&
      (!o.validUntil || day <= o.validUntil),
  )
