import type { Outbox } from '../outbox/outbox'
import type { Thread } from './ownWords'

/** A member writes into an alert's thread: into the outbox, from where it goes out in order. */
export const postMessage = (outbox: Outbox, thread: Thread, text: string): Promise<number> =>
  outbox.add({ kind: 'message', ...thread, body: { text } })
