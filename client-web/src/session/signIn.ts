import type { Me } from '../connection/contract'
import { get, post } from '../connection/request'
import { keep } from '../storage/device'
import { forgetEverything } from '../sync/cell'
import { tellOtherTabs } from './otherTabs'
import { sessionNow, setSession } from './session'

/** A member signs in. */
export async function signIn(userName: string, password: string, sharedDevice: boolean): Promise<Me> {
  await post('/api/session', { userName, password, sharedDevice })
  await keep('sharedDevice', sharedDevice)
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
