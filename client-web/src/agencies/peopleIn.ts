import type { Member } from '../connection/contract'

/** Members who can be chosen for something: people, and no screens, whose accounts are open. */
export const peopleIn = (members: readonly Member[] | undefined): Member[] =>
  members?.filter((m) => !m.roles.includes('wall') && !m.suspended) ?? []
