import { recall } from '../storage/device'
import { leaveSession, signOut } from './signOut'

const idleAfter = 30 * 60_000
const lookEvery = 15_000
const touches = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

/**
 * On a device that several people use: signs out once nobody has touched the page for half an hour. The server ends a session that is not used
 * as well, but an open page asks it things by itself, and that looks like use. Returns how to stop.
 */
export function watchIdle(): () => void {
  // By the clock on the wall: what was put to sleep meanwhile has been idle, too.
  let touchedAt = Date.now()
  let shared = false
  let leaving = false
  // Whoever works in another tab of this browser is here as well. Told at most once in a while.
  const tabs = new BroadcastChannel('timpora-touched')
  let toldAt = 0
  void recall<boolean>('sharedDevice').then((is) => {
    shared = is === true
  })
  const touched = () => {
    touchedAt = Date.now()
    if (touchedAt - toldAt < lookEvery) return
    toldAt = touchedAt
    tabs.postMessage('touched')
  }
  tabs.onmessage = () => {
    touchedAt = Date.now()
  }
  const look = () => {
    if (!shared || leaving || Date.now() - touchedAt < idleAfter) return
    leaving = true
    // Without a line nobody may go on reading either.
    void signOut().catch(leaveSession)
  }
  for (const touch of touches) addEventListener(touch, touched, { passive: true, capture: true })
  document.addEventListener('visibilitychange', look)
  const timer = setInterval(look, lookEvery)
  return () => {
    clearInterval(timer)
    tabs.close()
    document.removeEventListener('visibilitychange', look)
    for (const touch of touches) removeEventListener(touch, touched, { capture: true })
  }
}
