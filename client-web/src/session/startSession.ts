import { asRefusal } from '../connection/refusal'
import { whenSignedOut } from '../connection/request'
import { retryDelay } from '../connection/retryPolicy'
import { forgetEverything } from '../sync/cell'
import { sessionNow, setSession } from './session'
import { resumeSession } from './signIn'

/** Asks the server who is signed in, until it answers; a session that ends later leads back to the sign-in page. */
export async function startSession(): Promise<void> {
  whenSignedOut(() => {
    if (sessionNow().status === 'out') return
    forgetEverything()
    setSession({ status: 'out' })
  })
  for (let attempt = 0; sessionNow().status === 'unknown'; attempt++) {
    try {
      await resumeSession()
    } catch (cause) {
      if (asRefusal(cause).status === 401) return
      await new Promise((resolve) => setTimeout(resolve, retryDelay(attempt)))
    }
  }
}
