import { useCallback, useRef, useState } from 'react'
import { newClientKey } from '../connection/clientKey'
import { asRefusal, type Refusal } from '../connection/refusal'

/** One act of a person: doing it, whether it is under way, and why it was refused. */
export interface Act<A extends unknown[]> {
  run(...args: A): Promise<boolean>
  busy: boolean
  refusal: Refusal | undefined
  clear(): void
}

/**
 * Carries out an act with a client key that is made when the person acts and kept while the same act is tried again,
 * so that a retry after a lost answer cannot do it twice.
 */
export function useAct<A extends unknown[]>(
  act: (clientKey: string, ...args: A) => Promise<unknown>,
): Act<A> {
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal>()
  const running = useRef(false)
  const pending = useRef<{ key: string; content: string } | undefined>(undefined)
  const latest = useRef(act)
  latest.current = act

  const run = useCallback(async (...args: A): Promise<boolean> => {
    if (running.current) return false
    running.current = true
    setBusy(true)
    const content = JSON.stringify(args)
    // Other content is another act: the server refuses a key that comes back with another body.
    if (pending.current?.content !== content) pending.current = { key: newClientKey(), content }
    try {
      await latest.current(pending.current.key, ...args)
      pending.current = undefined
      setRefusal(undefined)
      return true
    } catch (cause) {
      const why = asRefusal(cause)
      if (!why.retryable) pending.current = undefined
      setRefusal(why)
      return false
    } finally {
      running.current = false
      setBusy(false)
    }
  }, [])

  return { run, busy, refusal, clear: useCallback(() => setRefusal(undefined), []) }
}
