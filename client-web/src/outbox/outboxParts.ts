import type { OutboxItem } from './outboxItem'
import type { OutboxStore } from './outboxStore'
import type { Answer } from './sendItem'

/** An item that the server accepted, and what it answered. */
export interface Landed {
  item: OutboxItem
  answer: Answer
}

/** What the pages see of the outbox. */
export interface OutboxView {
  /** What the server has not accepted yet, in order of writing. */
  items: readonly OutboxItem[]
  /** Accepted a moment ago; a thread shows them until the entry itself is there. */
  landed: readonly Landed[]
  /** The device keeps what is written; if not, closing the page loses it. */
  keeps: boolean
}

/** What an outbox stands on; the tests put their own in. */
export interface OutboxParts {
  device: OutboxStore
  memory: OutboxStore
  send: (item: OutboxItem) => Promise<Answer>
  /** Does work while no other tab sends for this member. */
  alone: (work: () => Promise<void>) => Promise<void>
  /** Word to and from the member's other tabs. */
  tabs: { tell: (landed?: Landed) => void; hear: (listener: (landed?: Landed) => void) => void }
  /** How long to wait after so many failures in a row. */
  delay: (failures: number) => number
  /** Something waits for the line: the device should not throw it away. */
  onWaiting?: () => void
}
