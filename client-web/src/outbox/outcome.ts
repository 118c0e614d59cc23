import type { Outbox } from './outbox'
import type { OutboxItem } from './outboxItem'
import type { Answer } from './sendItem'

/** What became of an item within somebody's patience. */
export type Outcome =
  | { is: 'accepted'; answer: Answer }
  | { is: 'refused'; item: OutboxItem }
  | { is: 'waiting' }

/** Waits for an item's fate, but no longer than a person would. */
export function outcomeOf(outbox: Outbox, place: number, patience: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const look = (last: boolean): void => {
      const { landed, items } = outbox.now()
      const accepted = landed.find((l) => l.item.place === place)
      const item = items.find((i) => i.place === place)
      if (!accepted && item && !item.refusal && !last) return
      clearTimeout(timer)
      leave()
      if (accepted) resolve({ is: 'accepted', answer: accepted.answer })
      else resolve(item?.refusal ? { is: 'refused', item } : { is: 'waiting' })
    }
    const timer = setTimeout(() => look(true), patience)
    const leave = outbox.subscribe(() => look(false))
    look(false)
  })
}
