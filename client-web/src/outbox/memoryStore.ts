import { afterTry, fallingWith, mended, type OutboxItem, refused, withAlert } from './outboxItem'
import type { OutboxStore } from './outboxStore'

// Behind every place that a device's database can have given.
const firstPlace = 1e12

/** The item at this place is not on the device. */
export const isInMemory = (place: number): boolean => place >= firstPlace

/** Items in memory only, for a device that cannot keep anything: the page says so, because closing it loses them. */
export function memoryStore(): OutboxStore {
  let items: OutboxItem[] = []
  let next = firstPlace
  const alter = async (place: number, how: (item: OutboxItem) => OutboxItem): Promise<void> => {
    items = items.map((item) => (item.place === place ? how(item) : item))
  }
  return {
    add: async (item) => {
      const place = next++
      items = [...items, { ...item, place }]
      return place
    },
    all: async (member) => items.filter((item) => item.member === member),
    tried: (place, at, fault) => alter(place, (item) => afterTry(item, at, fault)),
    setAside: (place, why) => alter(place, (item) => refused(item, why)),
    mend: (place, key, content) => alter(place, (item) => mended(item, key, content)),
    accepted: async (place, alert) => {
      items = items.filter((item) => item.place !== place)
      if (alert !== undefined)
        items = items.map((item) => (item.after === place ? withAlert(item, alert) : item))
    },
    discard: async (place) => {
      const gone = new Set(fallingWith(items, place))
      items = items.filter((item) => !gone.has(item))
    },
  }
}
