import { useSyncExternalStore } from 'react'
import { liveNow, onLive } from '../connection/live'
import { retryDelay } from '../connection/retryPolicy'
import { deviceStore } from './deviceStore'
import { memoryStore } from './memoryStore'
import { oneSender } from './oneSender'
import { Outbox } from './outbox'
import type { Landed, OutboxView } from './outboxParts'
import { sendItem } from './sendItem'

let own: Outbox | undefined

/** The outbox of the signed-in member; another member's is put away, its items stay on the device for their writer. */
export function outboxOf(member: string): Outbox {
  if (own?.member === member) return own
  own?.stop()
  own = new Outbox(member, {
    device: deviceStore,
    memory: memoryStore(),
    send: sendItem,
    alone: (work) => oneSender(member, work),
    tabs: otherTabs(member),
    delay: retryDelay,
    onWaiting: askToStay,
  })
  return own
}

/** Forgets the outbox in use, as at sign-out; what is on the device stays for its writer. */
export function putOutboxAway(): void {
  own?.stop()
  own = undefined
}

/** Sends whenever there is hope: at once, when the line is back, when the page is looked at; returns how to stop. */
export function startOutbox(member: string): () => void {
  const outbox = outboxOf(member)
  const hope = (): void => {
    const { items, keeps } = outbox.now()
    // A device that could not be read may hold more than is known.
    if (items.length > 0 || !keeps) outbox.hurry()
  }
  const seen = (): void => {
    if (document.visibilityState === 'visible') hope()
  }
  let before = liveNow().state
  const leave = onLive(() => {
    const { state } = liveNow()
    if (state === 'connected' && before !== 'connected') hope()
    before = state
  })
  // Words that the device could not keep are lost with the page.
  const stay = (event: BeforeUnloadEvent): void => {
    const { keeps, items } = outbox.now()
    if (!keeps && items.length > 0) event.preventDefault()
  }
  globalThis.addEventListener('online', hope)
  globalThis.addEventListener('beforeunload', stay)
  document.addEventListener('visibilitychange', seen)
  // Sending may have to wait for another tab's turn; what waits is shown at once.
  void outbox.reload()
  outbox.hurry()
  return () => {
    leave()
    globalThis.removeEventListener('online', hope)
    globalThis.removeEventListener('beforeunload', stay)
    document.removeEventListener('visibilitychange', seen)
    outbox.stop()
  }
}

/** Shows a member's outbox. */
export function useOutbox(member: string): OutboxView {
  const outbox = outboxOf(member)
  return useSyncExternalStore(outbox.subscribe, outbox.now)
}

function otherTabs(member: string) {
  const channel = new BroadcastChannel(`timpora-outbox-${member}`)
  return {
    tell: (landed?: Landed) => channel.postMessage(landed),
    hear: (listener: (landed?: Landed) => void) => {
      channel.onmessage = ({ data }: MessageEvent<Landed | undefined>) => listener(data)
    },
  }
}

let asked = false

// Browsers throw away what a page keeps when space is short, some after a week without a visit, unless it asks.
function askToStay(): void {
  if (asked) return
  asked = true
  void navigator.storage?.persist?.().catch(() => false)
}
