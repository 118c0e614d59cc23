import type { Me, Page, Role } from '../connection/contract'
import { get, post, request } from '../connection/request'
import { mayKeepMembers, mayOversee } from '../session/session'
import { Cell } from '../sync/cell'

/** A link that has not been used yet; its secret is told only to who made it, once. */
export interface Invitation {
  id: string
  agency: { code: string; name: string }
  roles: Role[]
  name: string
  position: string
  /** For a guest: the channels that the organisation may read from then on. */
  channels: string[]
  /** The member who gets into the account again; nobody where a new one is made. */
  member?: string | null
  createdAt: string
  expiresAt: string
}

/** Who is invited: somebody of an agency, a screen on its wall, a guest organisation, or a member who has lost every way in. */
export type NewInvitation =
  | { agency: string; roles: Role[]; name: string; position: string }
  | { organisation: string; channels: string[]; roles: ['guest']; name: string; position: string }
  | { member: string }

/** What comes of inviting; the secret is never told again. */
export interface Invited {
  id: string
  secret: string
  expiresAt: string
}

/** The links that are still open, as far as the member may make such. Never kept on the device. */
export const invitationsCell = new Cell(async () => (await get<Page<Invitation>>('/api/invitations')).items)

/** Makes a link for one person or one screen. There is no client key: the hub would have to keep the secret beside it. */
export async function invite(invitation: NewInvitation): Promise<Invited> {
  const made = await post<Invited>('/api/invitations', invitation)
  invitationsCell.refreshSoon(0)
  return made
}

/** A link that was not used yet opens nothing any more. */
export async function withdrawInvitation(id: string): Promise<void> {
  await request('DELETE', `/api/invitations/${encodeURIComponent(id)}`)
  await invitationsCell.refresh()
}

/** The address to hand over. The secret stands in the fragment, which browsers never send to a server. */
export const linkOf = (secret: string): string => `${location.origin}/#/undangan/${secret}`

/** What kind of link a member may make. */
export type InvitationKind = 'member' | 'screen' | 'guest' | 'admin'

/** The agency's admin lets in its people and screens; the secretariat and the chair guests, and an agency's admin. */
export const kindsFor = (me: Me): InvitationKind[] => [
  ...(mayKeepMembers(me, me.agency.code) ? (['member', 'screen'] as const) : []),
  ...(mayOversee(me) ? (['guest', 'admin'] as const) : []),
]
