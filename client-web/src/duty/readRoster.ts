import type { Role } from '../connection/contract'
import { get } from '../connection/request'
import { CellFamily } from '../sync/cell'

/** One line of a weekly pattern; days 1 Monday to 7 Sunday on which it begins, none means every day. */
export interface Shift {
  member: string
  from: string
  to: string
  days: number[]
}

/** The weekly pattern of an agency, by role. */
export interface Roster {
  agency: string
  /** The clock that the hours stand on. */
  timeZone: string
  rosters: { role: Role; shifts: Shift[] }[]
}

/** The weekly patterns, by agency. */
export const rosterCells = new CellFamily(
  (agency) => get<Roster>(`/api/duty/roster?agency=${encodeURIComponent(agency)}`),
  4,
)
