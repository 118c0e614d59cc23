import { request } from '../connection/request'
import { drop } from '../storage/device'
import { forgetEverything } from '../sync/cell'
import { sessionNow, setSession } from './session'

/** A member signs out; nothing that was read or drafted stays on the device. */
export async function signOut(): Promise<void> {
  await request('DELETE', '/api/session')
  const session = sessionNow()
  if (session.status === 'in') await drop(`draft:${session.me.id}`)
  forgetEverything()
  setSession({ status: 'out' })
}
