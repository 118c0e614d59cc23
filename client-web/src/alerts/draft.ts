import type { CaseType, Level, Organisation, PossibleVictims } from '../connection/contract'
import type { NewAlert } from './postAlert'

/** What an officer has filled in so far; kept on the device until it is sent. */
export interface Draft {
  caseType: string
  level: Level
  regionCode: string
  headline: string
  narrative: string
  ground: string
  possibleVictims: PossibleVictims
  acts: string[]
  means: string[]
  purposes: string[]
  /** Empty: the case type's own. */
  channel: string
  tlp: string
  /** Who may read it when the mark is RED. */
  recipients: string[]
  exercise: boolean
  occurredAt: string
  location: { lat: number; lon: number } | undefined
  address: string
  /** Agencies asked besides those the case type asks for. */
  addAgencies: string[]
  excludeAgencies: string[]
  excludeReason: string
}

/** The marks that say who may read, from the narrowest to the widest. */
export const marks = ['RED', 'AMBER+STRICT', 'AMBER', 'GREEN', 'CLEAR']

/** A draft with nothing in it. */
export const emptyDraft: Draft = {
  caseType: '',
  level: 'Mendesak',
  regionCode: '',
  headline: '',
  narrative: '',
  ground: '',
  possibleVictims: 'unknown',
  acts: [],
  means: [],
  purposes: [],
  channel: '',
  tlp: '',
  recipients: [],
  exercise: false,
  occurredAt: '',
  location: undefined,
  address: '',
  addAgencies: [],
  excludeAgencies: [],
  excludeReason: '',
}

/** Choosing a case type presets what follows from it and keeps every word already typed. */
export function chooseCaseType(draft: Draft, caseType: CaseType): Draft {
  return {
    ...draft,
    caseType: caseType.code,
    level: caseType.level,
    possibleVictims: caseType.victimsDefault,
    channel: '',
    tlp: '',
    addAgencies: [],
    exercise: caseType.code === 'LATIHAN',
  }
}

/** The levels an officer may choose for a case type. */
export const levelsFor = (caseType: CaseType | undefined): Level[] =>
  caseType && !caseType.mayBeKritis ? ['Mendesak', 'Rutin'] : ['Kritis', 'Mendesak', 'Rutin']

/** Which fields still need something before sending makes sense. */
export function missingIn(draft: Draft, caseType: CaseType | undefined): (keyof Draft)[] {
  const missing: (keyof Draft)[] = []
  if (!caseType) missing.push('caseType')
  if (!draft.regionCode) missing.push('regionCode')
  if (!draft.headline.trim()) missing.push('headline')
  if (!draft.narrative.trim()) missing.push('narrative')
  if (caseType?.needsGround && !draft.ground.trim()) missing.push('ground')
  if (caseType?.kinds.length === 0 && draft.addAgencies.length === 0) missing.push('addAgencies')
  if (draft.tlp === 'RED' && draft.recipients.length === 0) missing.push('recipients')
  if (draft.excludeAgencies.length > 0 && !draft.excludeReason.trim()) missing.push('excludeReason')
  return missing
}

/** Whether indicators of trafficking are asked for. */
export const asksIndicators = (caseType: string): boolean => caseType === 'TPPO'

// A date field holds wall-clock time of the team, which is WIB wherever the phone believes to be.
const wib = 7 * 3_600_000

/** The moment that a date field means. */
export const wibTime = (field: string): string => new Date(`${field.slice(0, 16)}:00+07:00`).toISOString()

/** A moment as a date field holds it, to the minute. */
export const wibField = (at: string): string => new Date(Date.parse(at) + wib).toISOString().slice(0, 16)

/** The body that is sent for a draft. */
export function alertFrom(draft: Draft, organisation: Organisation): NewAlert {
  const caseType = organisation.caseTypes.find((c) => c.code === draft.caseType)
  const details: Record<string, unknown> = {}
  if (caseType?.needsGround) details.ground = draft.ground.trim()
  if (asksIndicators(draft.caseType)) {
    if (draft.acts.length > 0) details.acts = draft.acts
    if (draft.means.length > 0) details.means = draft.means
    if (draft.purposes.length > 0) details.purposes = draft.purposes
  }
  const address = draft.address.trim()
  return {
    channel: draft.channel || caseType?.channel || '',
    caseType: draft.caseType,
    level: draft.level,
    headline: draft.headline.trim(),
    narrative: draft.narrative.trim(),
    regionCode: draft.regionCode,
    possibleVictims: draft.possibleVictims,
    ...(draft.location ? { location: { ...draft.location, ...(address ? { address } : {}) } } : {}),
    ...(draft.occurredAt ? { occurredAt: wibTime(draft.occurredAt) } : {}),
    ...(draft.addAgencies.length > 0 ? { requiredAgencies: draft.addAgencies } : {}),
    ...(draft.tlp === 'RED' ? { recipients: draft.recipients } : {}),
    ...(draft.tlp ? { tlp: draft.tlp } : {}),
    ...(draft.exercise ? { status: 'Exercise' as const } : {}),
    ...(draft.excludeAgencies.length > 0
      ? { exclude: { agencies: draft.excludeAgencies, members: [], reason: draft.excludeReason.trim() } }
      : {}),
    ...(Object.keys(details).length > 0 ? { details } : {}),
  }
}
