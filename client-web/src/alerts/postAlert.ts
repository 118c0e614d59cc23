import type { Level, Obligation, PossibleVictims } from '../connection/contract'
import type { Outbox } from '../outbox/outbox'
import type { Draft } from './draft'

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

/** An officer posts an alert to one channel: from the draft into the outbox in one step; answers with its place there. */
export async function postAlert(
  outbox: Outbox,
  alert: NewAlert,
  from: { draft: Draft; slot: string; mending: number | undefined },
): Promise<number> {
  const content = { body: { ...alert }, draft: from.draft }
  if (from.mending === undefined) return outbox.add({ kind: 'alert', ...content }, from.slot)
  await outbox.mend(from.mending, content, from.slot)
  return from.mending
}
