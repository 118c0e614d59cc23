import { useEffect, useRef, useState } from 'react'
import { liveNow } from '../connection/live'
import { Refusal } from '../connection/refusal'
import type { Outbox } from './outbox'
import { outcomeOf } from './outcome'
import { outboxOf } from './ownOutbox'
import type { Answer } from './sendItem'

/** Putting something into the outbox and watching what becomes of it for a moment. */
export interface Sending<A extends unknown[]> {
  /** undefined: it waits in the outbox, or was refused. */
  run(...args: A): Promise<Sent>
  busy: boolean
  /** Why the server refused it, while the person still looks at what they wrote. */
  refusal: Refusal | undefined
  clear(): void
}

/** What is known a moment after writing. */
export interface Sent {
  place: number
  is: 'accepted' | 'refused' | 'waiting'
  answer?: Answer
}

/** How long a person is kept before the form; a little object, because a test machine is slower than a person's patience. */
export const patience = { ms: 1500 }

/**
 * Writes into the outbox and waits a moment for the server's answer, so that a person on a good line is told at once.
 * What is refused in that moment goes back to the person, who has the words before them; afterwards it waits, set aside.
 */
export function useSending<A extends unknown[]>(
  member: string,
  write: (outbox: Outbox, ...args: A) => Promise<number>,
  takeBack: (outbox: Outbox, place: number) => Promise<void> = (outbox, place) => outbox.discard(place),
): Sending<A> {
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal>()
  const running = useRef(false)
  const here = useRef(true)
  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
    }
  }, [])

  const run = async (...args: A): Promise<Sent> => {
    if (running.current) return { place: -1, is: 'waiting' }
    running.current = true
    setBusy(true)
    setRefusal(undefined)
    try {
      const outbox = outboxOf(member)
      const place = await write(outbox, ...args)
      const outcome = await outcomeOf(outbox, place, liveNow().state === 'disconnected' ? 0 : patience.ms)
      if (outcome.is === 'accepted') return { place, is: 'accepted', answer: outcome.answer }
      if (outcome.is === 'waiting' || !here.current) return { place, is: 'waiting' }
      await takeBack(outbox, place)
      const { code, status, sentence, errors } = outcome.item.refusal ?? {}
      setRefusal(new Refusal(code ?? '', status ?? 0, sentence ?? '', false, errors))
      return { place, is: 'refused' }
    } finally {
      running.current = false
      setBusy(false)
    }
  }

  return { run, busy, refusal, clear: () => setRefusal(undefined) }
}
