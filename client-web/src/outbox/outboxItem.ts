/** What can be written while there is no line. */
export type OutboxKind = 'alert' | 'message' | 'progress' | 'acknowledge'

/** What a person has written, before it has a place in the outbox. */
export interface Written {
  kind: OutboxKind
  /** The alert it belongs to, if the server knows that alert. */
  alert?: string
  /** Place of the alert it belongs to, while that alert itself still waits in the outbox. */
  after?: number
  /** The request's body without the client key. */
  body: Record<string, unknown>
  /** What the person had typed into the form, so that a refused alert can be mended. */
  draft?: unknown
  /** The last sequence of the alert that the person had in view: a message accepted later stands behind it. */
  afterSeq?: number
}

/** The server's final no, with its own sentence. */
export interface SetAside {
  code: string
  status: number
  sentence: string
  errors: Record<string, string[]>
}

/** Something written that the server has not accepted yet. */
export interface OutboxItem extends Written {
  /** Order of writing on this device; stays the same while the item is mended. */
  place: number
  /** The client key, made when the person acted: the same on every try, so the server does it once. */
  key: string
  /** Who wrote it; nobody else sends it or sees it. */
  member: string
  writtenAt: number
  tries: number
  /** How often in a row the hub itself failed over this item. */
  faults: number
  triedAt?: number
  /** Set aside until the person mends or discards it. */
  refusal?: SetAside
}

/** After so many faults in a row an item is passed over, so that it cannot hold up everything behind it. */
const faultsBorne = 5

const laneOf = (item: OutboxItem): string | number => item.alert ?? item.after ?? item.place

/** What the hub counts together when it says "too many": alerts and acceptances each by themselves, and the rest. */
export type Budget = 'alert' | 'acknowledge' | 'other'

/** From which budget an item is sent. */
export const budgetOf = ({ kind }: OutboxItem): Budget =>
  kind === 'alert' || kind === 'acknowledge' ? kind : 'other'

/**
 * What goes out next: the first in order of writing that is not set aside and whose alert the server knows. An item the
 * hub keeps failing over, or has no budget for at the moment, lets others pass, but never those of the same alert.
 */
export function nextToSend(
  items: readonly OutboxItem[],
  spent: ReadonlySet<Budget> = new Set(),
): OutboxItem | undefined {
  const held = new Set<string | number>()
  let failing: OutboxItem | undefined
  for (const item of items) {
    if (item.refusal || item.after !== undefined || held.has(laneOf(item))) continue
    const hasBudget = !spent.has(budgetOf(item))
    if (hasBudget && item.faults < faultsBorne) return item
    held.add(laneOf(item))
    if (hasBudget) failing ??= item
  }
  return failing
}

/** What has to go when an item is discarded: itself, and what was written to an alert that will never be. */
export const fallingWith = (items: readonly OutboxItem[], place: number): OutboxItem[] =>
  items.filter((item) => item.place === place || item.after === place)

/** Where the device keeps the words in which a refused alert is being mended. */
export const mendingSlot = (member: string, place: number): `draft:${string}` => `draft:${member}:${place}`

/** After a try that brought no answer, or a fault of the hub. */
export const afterTry = (item: OutboxItem, triedAt: number, fault: boolean): OutboxItem => ({
  ...item,
  tries: item.tries + 1,
  triedAt,
  faults: fault ? item.faults + 1 : 0,
})

/** After the server's final no. */
export const refused = (item: OutboxItem, refusal: SetAside): OutboxItem => ({
  ...item,
  tries: item.tries + 1,
  refusal,
})

/**
 * After the person mended it: another content, so another key. Only what was refused can be mended: anything else may
 * have been accepted already, and a new key would do it twice.
 */
export function mended(item: OutboxItem, key: string, { body, draft }: Mended): OutboxItem {
  const { refusal, ...rest } = item
  if (!refusal) return item
  return { ...rest, key, body, draft, tries: 0, faults: 0 }
}

/** The new content of a mended item. */
export type Mended = Pick<Written, 'body' | 'draft'>

/** Once the server knows the alert it waited for. */
export function withAlert(item: OutboxItem, alert: string): OutboxItem {
  const { after: _, ...rest } = item
  return { ...rest, alert }
}
