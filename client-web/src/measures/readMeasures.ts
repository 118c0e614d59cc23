import { get } from '../connection/request'
import { CellFamily } from '../sync/cell'

/** What the figures are grouped by. */
export type MeasuresBy = 'agency' | 'caseType' | 'level'

/** How long something took, in seconds: median, the slowest twentieth, and the slowest of all. */
export interface Times {
  count: number
  p50?: number | null
  p95?: number | null
  worst?: number | null
}

/** The figures of one group. */
export interface MeasuresGroup {
  key: string
  alerts: number
  obligations: number
  delivered: Times
  seen: Times
  answered: Times
  allAnswered: Times
  firstProgress: Times
  escalated: { level: number; share: number }[]
  reopened: number
  unreachable: number
  falseAlarms: number
  handoversNotAccepted?: number | null
}

/** Figures over a stretch of time, over the alerts that the reader may read in full. */
export interface Measures {
  from: string
  to: string
  status: 'Actual' | 'Exercise'
  groups: MeasuresGroup[]
}

/** The times that are measured, in the order of an alert's course. */
export const timesOf = ['delivered', 'seen', 'answered', 'allAnswered', 'firstProgress'] as const
/** One of the times that are measured. */
export type TimeName = (typeof timesOf)[number]

/** Figures by their question. */
export const measuresCells = new CellFamily((query) => get<Measures>(`/api/measures?${query}`), 12)
