import type { Me, Role } from '../connection/contract'
import { asRefusal } from '../connection/refusal'
import { post } from '../connection/request'
import { enter, readAgain } from '../session/signIn'

/** What a link opens. */
export interface Opened {
  kind: 'member' | 'recovery' | 'screen'
  agency: { code: string; name: string }
  roles: Role[]
  name: string
  position: string
  /** The account that opens again; for a new one the person chooses. */
  userName?: string
  expiresAt: string
}

/** Reads what a link opens; that does not use it up. */
export const lookAtInvitation = (token: string): Promise<Opened> => post('/api/invitations/look', { token })

/** Uses the link up and opens a session; a person has to secure the account next, a screen has nothing more to do. */
export async function acceptInvitation(
  token: string,
  userName: string | undefined,
  sharedDevice: boolean,
): Promise<Me> {
  try {
    return await enter('/api/invitations/accept', { token, ...(userName ? { userName } : {}) }, sharedDevice)
  } catch (cause) {
    // An earlier try may have opened the session, and only its answer was lost.
    if (asRefusal(cause).code !== 'link_spent') throw cause
    return readAgain().catch(() => {
      throw cause
    })
  }
}
