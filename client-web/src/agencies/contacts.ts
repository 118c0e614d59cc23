import { get, request } from '../connection/request'

/** Where a member is reached outside the hub; only the member and the agency's admin see it. */
export interface Contacts {
  email?: string
  mobile?: string
}

const pathOf = (member: string): string => `/api/members/${encodeURIComponent(member)}/contacts`

/** Reads a member's contacts. Never kept on the device. */
export const readContacts = (member: string): Promise<Contacts> => get(pathOf(member))

/** Sets both; an empty one is forgotten. */
export const setContacts = (clientKey: string, member: string, contacts: Required<Contacts>): Promise<void> =>
  request('PUT', pathOf(member), { clientKey, ...contacts })
