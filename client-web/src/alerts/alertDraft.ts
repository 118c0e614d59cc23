import type { Alert, Organisation } from '../connection/contract'
import { asksIndicators, type Draft, emptyDraft, wibField, wibTime } from './draft'
import type { AlertChanges } from './updateAlert'
import { whoIsAsked } from './whoIsAsked'

/** An alert in the form in which it is written, so that it can be changed with the fields it was posted with. */
export function draftOf(alert: Alert, organisation: Organisation): Draft {
  const byType = new Set(
    whoIsAsked(organisation, alert.caseType, alert.regionCode, { victims: alert.possibleVictims }).map(
      (a) => a.code,
    ),
  )
  const required = alert.requiredAgencies ?? alert.obligations.map((o) => o.agency)
  const { address = '', ...location } = alert.location ?? { lat: 0, lon: 0 }
  return {
    ...emptyDraft,
    caseType: alert.caseType,
    level: alert.level,
    regionCode: alert.regionCode,
    headline: alert.headline,
    narrative: alert.narrative,
    ground: textIn(alert.details, 'ground'),
    possibleVictims: alert.possibleVictims,
    acts: listIn(alert.details, 'acts'),
    means: listIn(alert.details, 'means'),
    purposes: listIn(alert.details, 'purposes'),
    channel: alert.channel,
    tlp: alert.tlp,
    recipients: alert.recipients ?? [],
    exercise: alert.status === 'Exercise',
    occurredAt: alert.occurredAt ? wibField(alert.occurredAt) : '',
    location: alert.location ? location : undefined,
    address,
    addAgencies: required.filter((code) => !byType.has(code)),
    excludeAgencies: alert.exclude?.agencies ?? [],
    excludeReason: alert.exclude?.reason ?? '',
  }
}

/** What a person changed in the form; only that is sent. */
export function changesIn(alert: Alert, organisation: Organisation, after: Draft): AlertChanges {
  const before = draftOf(alert, organisation)
  const changes: AlertChanges = {}
  const clear: NonNullable<AlertChanges['clear']> = []
  const differs = (...fields: (keyof Draft)[]): boolean =>
    fields.some((f) => JSON.stringify(normal(before[f])) !== JSON.stringify(normal(after[f])))

  if (differs('headline')) changes.headline = after.headline.trim()
  if (differs('narrative')) changes.narrative = after.narrative.trim()
  if (differs('level')) changes.level = after.level
  if (differs('caseType')) changes.caseType = after.caseType
  if (differs('regionCode')) changes.regionCode = after.regionCode
  if (differs('possibleVictims')) changes.possibleVictims = after.possibleVictims
  if (differs('tlp')) changes.tlp = after.tlp
  if (after.tlp === 'RED' && differs('tlp', 'recipients')) changes.recipients = after.recipients
  if (differs('addAgencies')) changes.requiredAgencies = after.addAgencies
  if (differs('occurredAt')) {
    if (after.occurredAt) changes.occurredAt = wibTime(after.occurredAt)
    else clear.push('occurredAt')
  }
  if (differs('location', 'address')) {
    const address = after.address.trim()
    if (after.location) changes.location = { ...after.location, ...(address ? { address } : {}) }
    else if (before.location) clear.push('location')
  }
  if (differs('ground', 'acts', 'means', 'purposes')) changes.details = detailsOf(alert, after)
  if (differs('excludeAgencies', 'excludeReason')) {
    changes.exclude = {
      agencies: after.excludeAgencies,
      members: alert.exclude?.members ?? [],
      reason: after.excludeReason.trim(),
    }
  }
  if (clear.length > 0) changes.clear = clear
  return changes
}

/** The person has changed something. */
export const isChanged = (changes: AlertChanges): boolean => Object.keys(changes).length > 0

/** Headline or narrative changed, and so it has to be said whether only the wording did. */
export const touchesWords = (changes: AlertChanges): boolean =>
  changes.headline !== undefined || changes.narrative !== undefined

const alwaysMaterial: (keyof AlertChanges)[] = [
  'level',
  'caseType',
  'regionCode',
  'location',
  'occurredAt',
  'possibleVictims',
  'requiredAgencies',
]

/** Everybody is asked again: the change touches what people act upon, or words that are no mere correction. */
export const isMaterial = (changes: AlertChanges, correction: boolean): boolean =>
  alwaysMaterial.some((field) => changes[field] !== undefined) ||
  (changes.clear ?? []).some((field) => field !== 'details') ||
  (touchesWords(changes) && !correction)

/** Puts what a person changed on top of a newer state of the alert, when others changed it meanwhile. */
export function carryOver(before: Draft, written: Draft, newer: Draft): Draft {
  const own = Object.entries(written).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field as keyof Draft]),
  )
  return { ...newer, ...Object.fromEntries(own) }
}

const normal = (value: unknown): unknown =>
  typeof value === 'string' ? value.trim() : Array.isArray(value) ? [...value].sort() : (value ?? null)

const textIn = (details: Record<string, unknown> | undefined, field: string): string => {
  const value = details?.[field]
  return typeof value === 'string' ? value : ''
}

const listIn = (details: Record<string, unknown> | undefined, field: string): string[] => {
  const value = details?.[field]
  return Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : []
}

// Fields of the case type that this page does not know stay as they are.
function detailsOf(alert: Alert, after: Draft): Record<string, unknown> {
  const details: Record<string, unknown> = { ...alert.details }
  if (after.ground.trim()) details.ground = after.ground.trim()
  if (asksIndicators(after.caseType)) {
    details.acts = after.acts
    details.means = after.means
    details.purposes = after.purposes
  }
  return details
}
