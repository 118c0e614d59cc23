import { asked, transact } from './database'

// Only what is harmless to find on a lost phone stays at rest: language, last region, the person's own unsent words, and
// what is needed to write without a line: who was signed in, the team's public facts, names of channels. Nothing that
// anybody wrote on the hub is ever kept here.
type Kept =
  | 'language'
  | 'lastRegion'
  | 'me'
  | 'organisation'
  | 'channels'
  | 'sharedDevice'
  | `draft:${string}`

/** Recalls something kept on this device; a device that cannot keep anything recalls nothing. */
export async function recall<T>(key: Kept): Promise<T | undefined> {
  try {
    return await transact(['device'], 'readonly', (store) =>
      asked<T | undefined>(store('device').get(key) as IDBRequest<T | undefined>),
    )
  } catch {
    return undefined
  }
}

/** Keeps something on this device. */
export async function keep(key: Kept, value: unknown): Promise<void> {
  try {
    await transact(['device'], 'readwrite', (store) => asked(store('device').put(value, key)))
  } catch {
    // A private window may refuse storage; the page works without memory.
  }
}

/** Drops something kept on this device. */
export async function drop(...keys: Kept[]): Promise<void> {
  try {
    await transact(['device'], 'readwrite', async (store) => {
      for (const key of keys) await asked(store('device').delete(key))
    })
  } catch {
    // See keep.
  }
}
