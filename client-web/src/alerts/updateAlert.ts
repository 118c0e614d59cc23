import type { Level, PossibleVictims } from '../connection/contract'
import { alertAct } from './alertAct'

/** What changes in an alert; what is left out stays. */
export interface AlertChanges {
  headline?: string
  narrative?: string
  level?: Level
  caseType?: string
  regionCode?: string
  location?: { lat: number; lon: number; address?: string }
  occurredAt?: string
  possibleVictims?: PossibleVictims
  tlp?: string
  recipients?: string[]
  requiredAgencies?: string[]
  exclude?: { agencies: string[]; members: string[]; reason: string }
  details?: Record<string, unknown>
  /** What is taken away. */
  clear?: ('location' | 'occurredAt' | 'details')[]
}

/** An update for the version that its author has read. */
export interface AlertUpdate {
  version: number
  changes: AlertChanges
  correction?: boolean
}

/** The poster's side changes what an alert says or whom it asks. */
export const updateAlert = (clientKey: string, alert: string, update: AlertUpdate) =>
  alertAct<{ version: number; material?: boolean; warnings?: { sentence: string }[] }>(alert, 'update', {
    clientKey,
    ...update,
  })
