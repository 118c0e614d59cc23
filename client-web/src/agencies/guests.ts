// No agency of the team has such a code.
const prefix = 'tamu:'

/** The name of the organisation outside the team that a code stands for; undefined for an agency's code. */
export const guestName = (code: string): string | undefined =>
  code.startsWith(prefix) ? code.slice(prefix.length) : undefined
