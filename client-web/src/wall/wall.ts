import type { AlertState, Level, ObligationState } from '../connection/contract'
import { get } from '../connection/request'
import { Cell } from '../sync/cell'

/** One agency's answer as a screen on a wall shows it. */
export interface WallObligation {
  agency: string
  state: ObligationState
  dueAt: string
}

/** A running alert as a screen on a wall shows it: nothing that anybody wrote, and nobody's name. */
export interface WallAlert {
  alert: string
  caseType: string
  level: Level
  status: string
  state: AlertState
  channel: string
  /** Name of the regency; none where the alert has no place. */
  regency?: string | null
  postedAt: string
  drill: boolean
  obligations: WallObligation[]
}

/** All that a screen on a wall shows. */
export interface Wall {
  now: string
  agency: { code: string; name: string }
  alerts: WallAlert[]
  /** How many more run than the answer holds. */
  more?: number
}

/** What runs now. Never kept on the device. */
export const wallCell = new Cell(() => get<Wall>('/api/wall'))
