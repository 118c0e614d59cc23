import { useEffect, useSyncExternalStore } from 'react'
import { useSearchParams } from 'wouter'
import { whenForgotten } from '../sync/cell'

// Words that somebody looks for can be a person's name, and addresses stay in histories: words stay in memory, until the page is
// loaded anew or the person signs out.
let words = ''
const listeners = new Set<() => void>()

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The words that the list is searched for now. */
export const listWordsNow = (): string => words

/** Searches the list for other words; none shows all of it. */
export function searchListFor(next: string): void {
  words = next
  for (const listener of listeners) listener()
}

whenForgotten(() => searchListFor(''))

const inOldAddresses = 'cari'

/** Shows the words. Those in an address that was kept before words left them are taken out of it and used. */
export function useListWords(): string {
  const kept = useSyncExternalStore(subscribe, listWordsNow)
  const [search, setSearch] = useSearchParams()
  const old = search.get(inOldAddresses)
  useEffect(() => {
    if (old === null) return
    searchListFor(old.trim())
    const rest = new URLSearchParams(search)
    rest.delete(inOldAddresses)
    setSearch(rest, { replace: true })
  }, [old, search, setSearch])
  return old === null ? kept : old.trim()
}
