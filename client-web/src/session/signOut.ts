import { request } from '../connection/request'
import { putOutboxAway } from '../outbox/ownOutbox'
import { drop } from '../storage/device'
import { forgetEverything } from '../sync/cell'
import { tellOtherTabs } from './otherTabs'
import { sessionNow, setSession } from './session'

/** A member signs out; nothing that was read or drafted stays on the device, only what they chose to keep unsent. */
export async function signOut(): Promise<void> {
  await request('DELETE', '/api/session')
  const session = sessionNow()
  if (session.status === 'in') await drop(`draft:${session.me.id}`)
  await leaveSession()
  tellOtherTabs()
}

/** Forgets on this device who was signed in and all that was read. */
export async function leaveSession(): Promise<void> {
  putOutboxAway()
  forgetEverything()
  setSession({ status: 'out' })
  await drop('me', 'organisation', 'channels')
}
