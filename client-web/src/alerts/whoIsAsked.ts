import type { Agency, Ladder, Level, Organisation } from '../connection/contract'
import { spanMs } from '../ui/time'

/** An agency serves a place when it serves the region itself or the region around the district. */
export const serves = (agency: Agency, region: string): boolean =>
  agency.regions.length === 0 || agency.regions.some((r) => region === r || region.startsWith(`${r}.`))

/** The agencies that will owe an answer: one per asked kind, as far as it serves the place and is not excluded. */
export function whoIsAsked(
  organisation: Organisation,
  caseType: string,
  region: string,
  excluded: readonly string[] = [],
): Agency[] {
  const kinds = organisation.caseTypes.find((c) => c.code === caseType)?.kinds ?? []
  return kinds.flatMap((kind) =>
    organisation.agencies.filter((a) => a.kind === kind && serves(a, region) && !excluded.includes(a.code)),
  )
}

/** The ladder of a level. */
export const ladderOf = (organisation: Organisation, level: Level): Ladder | undefined =>
  organisation.levels.find((l) => l.code === level)

/** How long an agency has for its answer at a level, in milliseconds. */
export function answerWithin(organisation: Organisation, level: Level): number | undefined {
  const minutes = ladderOf(organisation, level)?.answerWithinMinutes
  return minutes ? minutes * spanMs(organisation.minute, 60_000) : undefined
}
