import { get } from '../connection/request'
import { Cell } from '../sync/cell'

/** One of a member's passkeys, by the name they gave it. */
export interface Passkey {
  id: string
  name: string
  createdAt: string
}

/** How a member can come in. */
export interface WaysIn {
  /** False where the address at hand cannot have passkeys. */
  passkeysPossible: boolean
  passkeys: Passkey[]
  password: boolean
  authenticator: boolean
  /** How many recovery codes are left. */
  recoveryCodes: number
  /** Until then the sign-in is fresh enough to change any of this. */
  freshUntil: string
}

/** The signed-in member's ways in. Never kept on the device. */
export const waysInCell = new Cell(() => get<WaysIn>('/api/ways-in'))

/** What securing an account answers: the recovery codes, when these are its first. They are told only this once. */
export interface Secured {
  recoveryCodes?: string[]
}
