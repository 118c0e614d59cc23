// The page's one database on this device: what is kept in `device`, and what waits for the line in `outbox`. One
// database, so that a text leaves the draft and enters the outbox in one transaction.
const name = 'timpora'
const version = 2

/** How long the database may take to open, and one piece of work to end; a little object, so that a test need not wait. */
export const patience = { open: 4000, work: 8000 }

let opening: Promise<IDBDatabase> | undefined

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version)
    // A tab with an older page may hold the old version open for ever; nobody must wait for that.
    const timer = setTimeout(() => reject(new Error('The database does not open.')), patience.open)
    request.onupgradeneeded = ({ oldVersion }) => {
      const db = request.result
      if (oldVersion < 1) db.createObjectStore('device')
      if (oldVersion < 2)
        db.createObjectStore('outbox', { keyPath: 'place', autoIncrement: true }).createIndex(
          'member',
          'member',
        )
    }
    request.onerror = () => reject(request.error)
    request.onsuccess = () => {
      clearTimeout(timer)
      const db = request.result
      db.onversionchange = () => {
        db.close()
        opening = undefined
      }
      db.onclose = () => {
        opening = undefined
      }
      resolve(db)
    }
  })
}

function database(): Promise<IDBDatabase> {
  opening ??= open().catch((cause: unknown) => {
    opening = undefined
    throw cause
  })
  return opening
}

/** What a transaction may touch. */
export type StoreName = 'device' | 'outbox'

/**
 * Carries out work in one transaction and answers once it is on the disk, not only in the browser's memory; rejects
 * when the device cannot keep anything. The work may wait for nothing but requests of this transaction. Whoever has
 * acted gets an answer, even when another page holds the stores or the disk stands still: the work is given up then.
 */
export async function transact<T>(
  stores: StoreName[],
  mode: 'readonly' | 'readwrite',
  work: (store: (name: StoreName) => IDBObjectStore) => Promise<T>,
): Promise<T> {
  const db = await database()
  return new Promise<T>((resolve, reject) => {
    const transaction = db.transaction(stores, mode, { durability: 'strict' })
    let result: T
    const giveUp = (cause: unknown): void => {
      reject(cause)
      try {
        transaction.abort()
      } catch {
        // It has ended by itself, or is being written; the outbox sends what is kept twice under one key.
      }
    }
    const timer = setTimeout(() => giveUp(new Error('The transaction does not end.')), patience.work)
    transaction.oncomplete = () => {
      clearTimeout(timer)
      resolve(result)
    }
    transaction.onabort = () => {
      clearTimeout(timer)
      reject(transaction.error ?? new Error('The transaction was given up.'))
    }
    work((store) => transaction.objectStore(store)).then((value) => {
      result = value
    }, giveUp)
  })
}

/** The answer of one request of a transaction. */
export function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
