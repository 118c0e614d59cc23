/** Level of urgency, spelt as in Indonesian use. */
export type Level = 'Kritis' | 'Mendesak' | 'Rutin'
/** What a member may be. */
export type Role = 'officer' | 'liaison' | 'chief' | 'secretariat' | 'chair' | 'admin' | 'auditor'
/** Where an agency's duty to answer stands. */
export type ObligationState =
  | 'Pending'
  | 'Notified'
  | 'Delivered'
  | 'Seen'
  | 'Acknowledged'
  | 'Declined'
  | 'Delegated'
  | 'Waived'
  | 'Exhausted'
  | 'Closed'
/** Where an alert stands. */
export type AlertState = 'Open' | 'Acknowledged' | 'InProgress' | 'Resolved' | 'Cancelled'
/** Whether there may be victims; unknown counts as yes. */
export type PossibleVictims = 'yes' | 'no' | 'unknown'

/** The signed-in member. */
export interface Me {
  id: string
  name: string
  position: string
  agency: { code: string; name: string }
  roles: Role[]
  deskChannel?: string
}

/** A channel as the member sees it. */
export interface Channel {
  slug: string
  name: string
  kind: string
  joined: boolean
  head: number
  epoch: string
  read: number
  unread: number
  admits?: string[]
}

/** One numbered line of a channel's log. */
export interface Entry {
  seq: number
  kind: string
  at?: string
  actor?: string
  alertId?: string
  data?: Record<string, unknown>
  reveal?: Record<string, { salt: string; value: unknown }>
  prevHash: string
  hash: string
}

/** A page of a channel's log. */
export interface EntryPage {
  epoch: string
  head: number
  entries: Entry[]
}

/** The answer one agency owes to one alert. */
export interface Obligation {
  agency: string
  state: ObligationState
  lead: boolean
  dueAt?: string
  level: number
  round?: number
  version: number
  notifiedAt?: string
  deliveredAt?: string
  seenAt?: string
  answeredAt?: string
  answeredBy?: string
  note?: string
  reason?: string
  undoUntil?: string
  progressDueAt?: string
  nextStepAt?: string
}

/** An alert as it stands in a list. */
export interface AlertRow {
  id: string
  version: number
  channel: string
  caseType: string
  level: Level
  headline: string
  regionCode: string
  regionName: string
  postedAt: string
  posterAgency: string
  status: 'Actual' | 'Exercise'
  state: AlertState
  tlp: string
  obligations: Obligation[]
}

/** One alert with everything the member may see of it. */
export interface Alert extends AlertRow {
  seq: number
  epoch: string
  narrative: string
  location?: { lat: number; lon: number; address?: string }
  occurredAt?: string
  poster: string
  possibleVictims: PossibleVictims
  recipients?: string[]
  details?: Record<string, unknown>
  outcome?: string
  closedAt?: string
  exclude?: { agencies?: string[]; members?: string[]; reason?: string }
  mayAnswer?: boolean
  mayDecline?: boolean
  mayMessage?: boolean
  mayProgress?: boolean
  mayResolve?: boolean
  mayCancel?: boolean
  mayEscalate?: boolean
  timeline: Entry[]
}

/** A word in both languages. */
export interface Words {
  id: string
  en: string
}

/** An agency of the team. */
export interface Agency {
  code: string
  name: string
  kind: string
  regions: string[]
  /** Text for the call list when a ladder is exhausted. */
  phone?: string
}

/** A kind of case and what it asks for. */
export interface CaseType {
  code: string
  name: Words
  level: Level
  mayBeKritis: boolean
  tlp: string
  /** Left out: the channel of the alert's own region. */
  channel?: string | null
  lead: string
  /** Empty: the poster has to name the agencies. */
  kinds: string[]
  needsGround: boolean
  victimsDefault: PossibleVictims
}

/** How fast a level must be answered. */
export interface Ladder {
  code: Level
  answerWithinMinutes: number
  steps: { level: number; afterMinutes: number; asks: string | string[] }[]
  rounds: number
  repeatAfterMinutes?: number
  progressWithinMinutes?: number
}

/** How a case may end. */
export interface Outcome {
  code: string
  name: Words
  detains: boolean
  caseTypes?: string[]
}

/** The team: agencies, case types, ladders, regions and outcomes. */
export interface Organisation {
  name: string
  timeZone: string
  minute: string
  agencies: Agency[]
  caseTypes: CaseType[]
  levels: Ladder[]
  regions: { code: string; name: string; channel?: string; districts: { code: string; name: string }[] }[]
  outcomes: Outcome[]
}

/** A member of the team, for turning ids into names. */
export interface Member {
  id: string
  name: string
  position: string
  agency: string
  roles: Role[]
}

type DutyPerson = Pick<Member, 'id' | 'name' | 'position'>

/** Who is on duty for an agency, now and next, and whether the engine is awake. */
export interface Duty {
  agency: string
  at: string
  onDuty: {
    role: Role
    member: DutyPerson
    since: string
    until: string
    accepted: boolean
    outgoing?: boolean
  }[]
  next: { role: Role; member: DutyPerson; from: string }[]
  incoming?: { role: Role; from: string }
  engine?: { lastScanAt?: string; healthy: boolean }
}

/** A page of a list. */
export interface Page<T> {
  items: T[]
  next?: string | null
}
