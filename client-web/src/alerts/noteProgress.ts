import type { Outbox } from '../outbox/outbox'
import type { Thread } from './ownWords'

/** A member records what has been done; for the lead agency this also holds off the reminder. */
export const noteProgress = (outbox: Outbox, thread: Thread, text: string): Promise<number> =>
  outbox.add({ kind: 'progress', ...thread, body: { text } })
