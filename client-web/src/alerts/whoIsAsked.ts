import type { Agency, Ladder, Level, Organisation, PossibleVictims } from '../connection/contract'
import { spanMs } from '../ui/time'
import type { Draft } from './draft'

/** An agency serves a place when one of its regions lies around the place or inside it. */
export const serves = (agency: Agency, region: string): boolean =>
  agency.regions.some((own) => isWithin(region, own) || isWithin(own, region))

/** A region code lies inside another, as a district inside its city; every region lies inside itself. */
export const isWithin = (code: string, around: string): boolean =>
  code === around || code.startsWith(`${around}.`)

/** The kinds of agency that owe an answer: those of the case type, and those told by themselves where there are victims. */
const kindsAsked = (organisation: Organisation, caseType: string, victims?: PossibleVictims): string[] => {
  const type = organisation.caseTypes.find((c) => c.code === caseType)
  const always = victims === 'yes' ? (organisation.victims?.always ?? []) : []
  return [...new Set([...(type?.kinds ?? []), ...(type?.always ?? []), ...always])]
}

/** The agencies that will owe an answer: those of the asked kinds that serve the place, and those the poster added. */
export function whoIsAsked(
  organisation: Organisation,
  caseType: string,
  region: string,
  {
    added = [],
    excluded = [],
    victims,
  }: { added?: readonly string[]; excluded?: readonly string[]; victims?: PossibleVictims } = {},
): Agency[] {
  const asked = kindsAsked(organisation, caseType, victims).flatMap((kind) =>
    organisation.agencies.filter((a) => a.kind === kind && serves(a, region)),
  )
  const more = organisation.agencies.filter((a) => added.includes(a.code) && !asked.includes(a))
  return [...asked, ...more].filter((a) => !excluded.includes(a.code))
}

/** The agencies that a draft will ask. */
export const askedBy = (
  organisation: Organisation,
  draft: Pick<Draft, 'caseType' | 'regionCode' | 'addAgencies' | 'excludeAgencies' | 'possibleVictims'>,
): Agency[] =>
  draft.regionCode
    ? whoIsAsked(organisation, draft.caseType, draft.regionCode, {
        added: draft.addAgencies,
        excluded: draft.excludeAgencies,
        victims: draft.possibleVictims,
      })
    : []

/** The one agency that leads: the first of the lead kind, and where there is none whoever stands first. */
export const leadOf = (
  organisation: Organisation,
  caseType: string,
  asked: readonly Agency[],
): Agency | undefined => {
  const kind = organisation.caseTypes.find((c) => c.code === caseType)?.lead
  return asked.find((a) => a.kind === kind) ?? asked[0]
}

/** Kinds of agency that the case type asks for and nobody in the place can answer for: the poster must see the gap. */
export const unservedKinds = (
  organisation: Organisation,
  caseType: string,
  asked: readonly Agency[],
  victims?: PossibleVictims,
): string[] => kindsAsked(organisation, caseType, victims).filter((k) => !asked.some((a) => a.kind === k))

/** The ladder of a level. */
export const ladderOf = (organisation: Organisation, level: Level): Ladder | undefined =>
  organisation.levels.find((l) => l.code === level)

/** How long an agency has for its answer at a level, in milliseconds. */
export function answerWithin(organisation: Organisation, level: Level): number | undefined {
  const minutes = ladderOf(organisation, level)?.answerWithinMinutes
  return minutes ? minutes * spanMs(organisation.minute, 60_000) : undefined
}
