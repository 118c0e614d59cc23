export type * from './teamContract'

/** Level of urgency, spelt as in Indonesian use. */
export type Level = 'Kritis' | 'Mendesak' | 'Rutin'
/** What a member may be. */
export type Role =
  | 'officer'
  | 'liaison'
  | 'chief'
  | 'secretariat'
  | 'chair'
  | 'admin'
  | 'auditor'
  | 'guest'
  | 'wall'
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
  /** Nothing is open yet but securing the account: it has neither a passkey nor a second factor beside its password. */
  unfinished?: boolean
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
  /** Names of the organisations outside the team that read along. */
  guests?: string[]
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
  round: number
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
  /** The agency an offer is pending with; of a delegated obligation, the one that took it over. */
  offeredTo?: string
  /** The agency this one took the obligation over from. */
  offeredFrom?: string
  /** A drill that waits for a real alert, since then. */
  pausedAt?: string
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
  mayDelegate?: boolean
  mayAccept?: boolean
  mayUpdate?: boolean
  mayReopen?: boolean
  mayWaive?: boolean
  requiredAgencies?: string[]
  /** How the people who were asked were reached; only for those whom it concerns. */
  reached?: Reached[]
  timeline: Entry[]
}

/** How one person was reached for an alert, never where. */
export interface Reached {
  agency: string
  member: string
  level: number
  round: number
  state: 'notReached' | 'waiting' | 'desk' | 'sent' | 'delivered' | 'seen'
  at?: string
  via?: 'desk' | 'email' | 'sms'
  reason?: string
}

/** A page of a list. */
export interface Page<T> {
  items: T[]
  next?: string | null
}
