import type { Mended, OutboxItem, SetAside } from './outboxItem'

/** An item without its place, which the store gives. */
export type NewItem = Omit<OutboxItem, 'place'>

/** Where the outbox keeps its items. Every method is one step that happens wholly or not at all. */
export interface OutboxStore {
  /** Adds an item behind all others and answers with its place; the draft it was written in is dropped with it. */
  add(item: NewItem, draft?: string): Promise<number>
  /** A member's items in order of writing. */
  all(member: string): Promise<OutboxItem[]>
  /** A try that brought no answer, or a fault of the hub. */
  tried(place: number, at: number, fault: boolean): Promise<void>
  /** The server refused it for good. */
  setAside(place: number, why: SetAside): Promise<void>
  /** The person mended it: another content, so another key; place and dependants stay. */
  mend(place: number, key: string, content: Mended, draft?: string): Promise<void>
  /** The server accepted it: it is gone from the device, and what waited for a new alert takes the alert's id. */
  accepted(place: number, alert?: string): Promise<void>
  /** The person gave it up, and with an alert what was written to it; a draft may take its words back. */
  discard(place: number, draft?: { slot: string; value: unknown }): Promise<void>
}
