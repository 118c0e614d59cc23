import type { Me } from '../connection/contract'
import { asRefusal, Refusal } from '../connection/refusal'
import { get, post } from '../connection/request'
import { keep } from '../storage/device'
import { forgetEverything } from '../sync/cell'
import { tellOtherTabs } from './otherTabs'
import { showPasskey } from './passkey'
import { sessionNow, setSession } from './session'

/** A member signs in with a password; an account with a second factor also asks for its code. */
export const signIn = (
  userName: string,
  password: string,
  sharedDevice: boolean,
  code?: string,
): Promise<Me> => enter('/api/session', { userName, password, ...(code ? { code } : {}) }, sharedDevice)

/** A member signs in with a passkey, which says by itself whose it is. */
export async function signInWithPasskey(sharedDevice: boolean): Promise<Me> {
  const credential = await showPasskey(await requestOptions())
  return enter('/api/session/passkey', { credential }, sharedDevice)
}

/** A member who has lost key or phone gets in with a code on paper, to secure the account anew. */
export const recoverAccount = (userName: string, code: string, sharedDevice: boolean): Promise<Me> =>
  enter('/api/session/recovery', { userName, code }, sharedDevice)

/** Opens a session by what one has, and finds out whose it is. */
export async function enter(path: string, proof: object, sharedDevice: boolean): Promise<Me> {
  await post(path, { ...proof, sharedDevice })
  await keep('sharedDevice', sharedDevice)
  return readAgain()
}

/** Reads anew who is signed in, after something changed for every tab of this browser. */
export async function readAgain(): Promise<Me> {
  const me = await resumeSession()
  tellOtherTabs()
  return me
}

/** Finds out who is signed in at this device. */
export async function resumeSession(): Promise<Me> {
  const me = await get<Me>('/api/me')
  void keep('me', me)
  const before = sessionNow()
  if (before.status === 'in' && before.me.id !== me.id) forgetEverything()
  // The same person as before is no news: whatever they are doing goes on.
  if (before.status !== 'in' || JSON.stringify(before.me) !== JSON.stringify(me))
    setSession({ status: 'in', me })
  return me
}

// Passkeys are bound to one address; at another the hub has none to ask for.
async function requestOptions(): Promise<PublicKeyCredentialRequestOptionsJSON> {
  try {
    return await post('/api/session/passkey/options', {})
  } catch (cause) {
    if (asRefusal(cause).status === 404) throw new Refusal('passkey_impossible', 404, '', false)
    throw cause
  }
}
