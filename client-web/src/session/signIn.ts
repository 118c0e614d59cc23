import type { Me } from '../connection/contract'
import { get, post } from '../connection/request'
import { setSession } from './session'

/** A member signs in. */
export async function signIn(userName: string, password: string): Promise<Me> {
  await post('/api/session', { userName, password })
  return resumeSession()
}

/** Finds out who is signed in at this device. */
export async function resumeSession(): Promise<Me> {
  const me = await get<Me>('/api/me')
  setSession({ status: 'in', me })
  return me
}
