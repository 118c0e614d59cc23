import type { Me } from '../connection/contract'
import { asRefusal } from '../connection/refusal'
import { whenSignedOut } from '../connection/request'
import { retryDelay } from '../connection/retryPolicy'
import { recall } from '../storage/device'
import { whenOtherTabChanges } from './otherTabs'
import { sessionNow, setSession } from './session'
import { resumeSession } from './signIn'
import { leaveSession } from './signOut'

const patience = 2500

/**
 * Asks the server who is signed in, until it answers; a session that ends later leads back to the sign-in page. Without
 * a line whoever was signed in at this device can go on writing: the server decides about everything once it is there.
 */
export async function startSession(): Promise<void> {
  whenSignedOut(() => {
    if (sessionNow().status !== 'out') void leaveSession()
  })
  whenOtherTabChanges(() => void resumeSession().catch(() => {}))
  const slow = setTimeout(() => void goOnAsRemembered(), patience)
  for (let attempt = 0; ; attempt++) {
    try {
      await resumeSession()
      break
    } catch (cause) {
      if (asRefusal(cause).status === 401) break
      await goOnAsRemembered()
      await new Promise((resolve) => setTimeout(resolve, retryDelay(attempt)))
      if (sessionNow().status === 'out') break
    }
  }
  clearTimeout(slow)
}

async function goOnAsRemembered(): Promise<void> {
  const me = await recall<Me>('me')
  if (me && sessionNow().status === 'unknown') setSession({ status: 'in', me })
}
