import { asked, transact } from '../storage/database'
import { afterTry, fallingWith, mended, mendingSlot, type OutboxItem, refused, withAlert } from './outboxItem'
import type { OutboxStore } from './outboxStore'

const change = (work: (outbox: IDBObjectStore, device: IDBObjectStore) => Promise<void>): Promise<void> =>
  transact(['outbox', 'device'], 'readwrite', (store) => work(store('outbox'), store('device')))

const itemAt = (outbox: IDBObjectStore, place: number): Promise<OutboxItem | undefined> =>
  asked(outbox.get(place) as IDBRequest<OutboxItem | undefined>)

async function alter(place: number, how: (item: OutboxItem) => OutboxItem): Promise<void> {
  await change(async (outbox) => {
    const item = await itemAt(outbox, place)
    if (item) await asked(outbox.put(how(item)))
  })
}

const allOf = (outbox: IDBObjectStore, member: string): Promise<OutboxItem[]> =>
  asked(outbox.index('member').getAll(member) as IDBRequest<OutboxItem[]>)

/** Items in the device's database: they outlive a reload, a crash and a dead battery. */
export const deviceStore: OutboxStore = {
  add: (item, draft) =>
    transact(['outbox', 'device'], 'readwrite', async (store) => {
      const place = await asked(store('outbox').add(item))
      if (draft) await asked(store('device').delete(draft))
      return Number(place)
    }),

  all: (member) => transact(['outbox'], 'readonly', (store) => allOf(store('outbox'), member)),

  tried: (place, at, fault) => alter(place, (item) => afterTry(item, at, fault)),

  setAside: (place, why) => alter(place, (item) => refused(item, why)),

  mend: (place, key, content, draft) =>
    change(async (outbox, device) => {
      const item = await itemAt(outbox, place)
      if (item) await asked(outbox.put(mended(item, key, content)))
      if (draft) await asked(device.delete(draft))
    }),

  accepted: (place, alert) =>
    change(async (outbox) => {
      const item = await itemAt(outbox, place)
      await asked(outbox.delete(place))
      if (!item || alert === undefined) return
      for (const waiting of await allOf(outbox, item.member))
        if (waiting.after === place) await asked(outbox.put(withAlert(waiting, alert)))
    }),

  discard: (place, draft) =>
    change(async (outbox, device) => {
      const item = await itemAt(outbox, place)
      if (!item) return
      for (const gone of fallingWith(await allOf(outbox, item.member), place)) {
        await asked(outbox.delete(gone.place))
        await asked(device.delete(mendingSlot(gone.member, gone.place)))
      }
      if (draft) await asked(device.put(draft.value, draft.slot))
    }),
}

/** How much waits on this device, whoever wrote it: for the sign-in page, which may say that but not what. */
export async function unsentOnDevice(): Promise<number> {
  try {
    return await transact(['outbox'], 'readonly', (store) => asked(store('outbox').count()))
  } catch {
    return 0
  }
}
