import type { Refusal } from '../connection/refusal'

/** What the server says about a field, under whichever of its names; undefined when it says nothing. */
export function fieldError(refusal: Refusal | undefined, ...paths: string[]): string | undefined {
  const sentences = paths.flatMap((path) => refusal?.errors[path] ?? [])
  return sentences.length > 0 ? sentences.join(' ') : undefined
}

const shownFields = new Set([
  'headline',
  'narrative',
  'regionCode',
  'level',
  'details.ground',
  'channel',
  'tlp',
  'occurredAt',
  'location.address',
  'exclude',
  'exclude.agencies',
  'exclude.reason',
  'possibleVictims',
  'requiredAgencies',
  'recipients',
])

/** Sentences about fields that have no place of their own on the page; they must not be lost. */
export const otherErrors = (
  refusal: Refusal | undefined,
  shown: ReadonlySet<string> = shownFields,
): string[] =>
  Object.entries(refusal?.errors ?? {}).flatMap(([field, sentences]) => (shown.has(field) ? [] : sentences))
