import type { Agency, Ladder, Level, Organisation } from '../connection/contract'
import { spanMs } from '../ui/time'

/** An agency serves a place when one of its regions lies around the place or inside it. */
export const serves = (agency: Agency, region: string): boolean =>
  agency.regions.some((own) => isWithin(region, own) || isWithin(own, region))

const isWithin = (code: string, around: string): boolean => code === around || code.startsWith(`${around}.`)

/** The agencies that will owe an answer: those of the asked kinds that serve the place, and those the poster added. */
export function whoIsAsked(
  organisation: Organisation,
  caseType: string,
  region: string,
  { added = [], excluded = [] }: { added?: readonly string[]; excluded?: readonly string[] } = {},
): Agency[] {
  const kinds = organisation.caseTypes.find((c) => c.code === caseType)?.kinds ?? []
  const asked = kinds.flatMap((kind) =>
    organisation.agencies.filter((a) => a.kind === kind && serves(a, region)),
  )
  const more = organisation.agencies.filter((a) => added.includes(a.code) && !asked.includes(a))
  return [...asked, ...more].filter((a) => !excluded.includes(a.code))
}

/** The ladder of a level. */
export const ladderOf = (organisation: Organisation, level: Level): Ladder | undefined =>
  organisation.levels.find((l) => l.code === level)

/** How long an agency has for its answer at a level, in milliseconds. */
export function answerWithin(organisation: Organisation, level: Level): number | undefined {
  const minutes = ladderOf(organisation, level)?.answerWithinMinutes
  return minutes ? minutes * spanMs(organisation.minute, 60_000) : undefined
}
