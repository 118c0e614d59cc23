import type { Level, PossibleVictims, Role } from './contract'

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
  /** Kinds told whomever the poster names. */
  always?: string[]
  /** While there may be victims it ends only with a screening, unless it was a false alarm. */
  needsScreening?: boolean
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
  isFalseAlarm?: boolean
  caseTypes?: string[]
  /** Days on which it can be chosen; closed cases keep it. */
  validFrom?: string
  validUntil?: string
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
  /** Kinds of agency told by themselves when the poster says that there are victims. */
  victims?: { always: string[]; source: string; validFrom: string }
}

/** A member of the team, for turning ids into names. */
export interface Member {
  id: string
  name: string
  position: string
  agency: string
  roles: Role[]
  /** The account is closed for a while; only the agency's admin is told, to the others the member is not there. */
  suspended?: boolean
}

type DutyPerson = Pick<Member, 'id' | 'name' | 'position'>

/** Who is on duty for an agency, now and next, and whether the engine is awake. */
export interface Duty {
  agency: string
  at: string
  /** The clock that the agency's roster is written on. */
  timeZone?: string
  /** Stretches ahead in which nobody is on duty; for the agency's own people and the secretariat. */
  gaps?: { agency: string; role: Role; from: string; to: string }[]
  /** Who stands in, now or later. */
  overrides?: { id: string; role: Role; member: DutyPerson; from: string; to: string; reason?: string }[]
  onDuty: {
    role: Role
    member: DutyPerson
    since: string
    until: string
    accepted: boolean
    outgoing?: boolean
    standIn?: boolean
  }[]
  next: { role: Role; member: DutyPerson; from: string }[]
  incoming?: { role: Role; from: string }
  engine?: { lastScanAt?: string; healthy: boolean }
}

/** What the incoming person takes over: from whom, and what is open. */
export interface Handover {
  shift: { agency: string; role: Role; from: string; to: string }
  outgoing: DutyPerson[]
  obligations: {
    alert: string
    agency: string
    caseType: string
    level: Level
    headline: string
    status: string
    state: string
    lead: boolean
    dueAt: string
    progressDueAt?: string
  }[]
}
