import { useSyncExternalStore } from 'react'
import { guestName } from '../agencies/guests'
import type { Me, Role } from '../connection/contract'

/** Whether somebody is signed in; unknown until the server has answered once. */
export type Session = { status: 'unknown' } | { status: 'out' } | { status: 'in'; me: Me }

let session: Session = { status: 'unknown' }
const listeners = new Set<() => void>()

/** The session as it is now. */
export const sessionNow = (): Session => session

/** Changes the session and tells everybody who shows it. */
export function setSession(next: Session): void {
  session = next
  for (const listener of listeners) listener()
}

/** Shows the session. */
export const useSession = (): Session =>
  useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, sessionNow)

/** The signed-in member; only for pages that stand behind the sign-in. */
export function useMe(): Me {
  const current = useSession()
  if (current.status !== 'in') throw new Error('This page stands behind the sign-in.')
  return current.me
}

const any = (me: Me, roles: Role[]): boolean => me.roles.some((role) => roles.includes(role))

/** May post alerts. */
export const mayPost = (me: Me): boolean => any(me, ['officer', 'liaison', 'chief', 'secretariat', 'chair'])

/** May read the figures, which are made of the alerts that the team reads. */
export const mayReadMeasures = mayPost

/** May read channels and alerts; guests only where they are admitted. */
export const mayRead = (me: Me): boolean => mayPost(me) || any(me, ['guest'])

/** Belongs to the team, so may know who is on duty where; guests do not. */
export const mayReadDuty = (me: Me): boolean => me.roles.some((role) => role !== 'guest' && role !== 'wall')

/** A screen on a wall, and no person. */
export const isWall = (me: Me): boolean => any(me, ['wall'])

/** Answers for the agency, so has a desk to look at. */
export const mayAnswer = (me: Me): boolean => any(me, ['liaison', 'chief', 'secretariat', 'chair'])

/** May call the next step of the ladder by hand: an agency concerned, or the secretariat and the chair. */
export const mayEscalate = (me: Me, concerned: readonly string[]): boolean =>
  any(me, ['secretariat', 'chair']) || (any(me, ['liaison', 'chief']) && concerned.includes(me.agency.code))

/** May say that the agency will not act; the secretariat and the chair have no agency to decline for. */
export const mayDecline = (me: Me): boolean => any(me, ['liaison', 'chief'])

/** A chief's decline ends the duty; a liaison's goes to the chief. */
export const declinesForGood = (me: Me): boolean => any(me, ['chief'])

/** May write the own agency's roster and who stands in. */
export const mayAssignDuty = (me: Me): boolean => any(me, ['liaison', 'chief', 'admin'])

/** Oversees the whole team: the secretariat and the chair. */
export const mayOversee = (me: Me): boolean => any(me, ['secretariat', 'chair'])

/** May remove members of an agency, close their accounts and let them in again: its own admin, for guests those who oversee the team. */
export const mayKeepMembers = (me: Me, agency: string): boolean =>
  (any(me, ['admin']) && agency === me.agency.code) || (mayOversee(me) && guestName(agency) !== undefined)

/** Where a member lands after signing in. */
export function homeOf(me: Me): string {
  if (any(me, ['chief', 'secretariat', 'chair'])) return '/meja'
  if (any(me, ['liaison'])) return '/peringatan'
  if (any(me, ['officer'])) return '/lapor'
  if (any(me, ['guest'])) return '/kanal'
  return '/lainnya'
}
