import type { Level, Obligation, PossibleVictims } from '../connection/contract'
import { post } from '../connection/request'
import { alertLists } from './alertStore'

/** What the hub needs to know of a new alert; the contract's body without the client key. */
export interface NewAlert {
  channel: string
  caseType: string
  level: Level
  headline: string
  narrative: string
  regionCode: string
  location?: { lat: number; lon: number; address?: string }
  occurredAt?: string
  possibleVictims?: PossibleVictims
  tlp?: string
  recipients?: string[]
  requiredAgencies?: string[]
  status?: 'Actual' | 'Exercise'
  exclude?: { agencies: string[]; members: string[]; reason: string }
  details?: Record<string, unknown>
}

/** The hub's answer: the alert is on disk. */
export interface PostedAlert {
  id: string
  version: number
  channel: string
  seq: number
  epoch: string
  obligations: Obligation[]
  /** What the poster should know although the alert was accepted. */
  warnings?: { field: string; code: string; sentence: string }[]
}

/** An officer posts an alert to one channel. */
export async function postAlert(clientKey: string, alert: NewAlert): Promise<PostedAlert> {
  const posted = await post<PostedAlert>('/api/alerts', { clientKey, ...alert })
  alertLists.refreshShown()
  return posted
}
