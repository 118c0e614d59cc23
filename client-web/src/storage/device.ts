import { type IDBPDatabase, openDB } from 'idb'

// Only what is harmless to find on a lost phone stays at rest: language, last region, and the person's own
// unsent draft. Nothing that was read from the server is ever written here.
type Kept = 'language' | 'lastRegion' | `draft:${string}`

let opening: Promise<IDBPDatabase> | undefined

function open(): Promise<IDBPDatabase> {
  opening ??= openDB('timpora', 1, {
    upgrade(db) {
      db.createObjectStore('device')
    },
  })
  return opening
}

/** Recalls something kept on this device; a device that cannot keep anything recalls nothing. */
export async function recall<T>(key: Kept): Promise<T | undefined> {
  try {
    return (await (await open()).get('device', key)) as T | undefined
  } catch {
    return undefined
  }
}

/** Keeps something on this device. */
export async function keep(key: Kept, value: unknown): Promise<void> {
  try {
    await (await open()).put('device', value, key)
  } catch {
    // A private window may refuse storage; the page works without memory.
  }
}

/** Drops something kept on this device. */
export async function drop(key: Kept): Promise<void> {
  try {
    await (await open()).delete('device', key)
  } catch {
    // See keep.
  }
}
