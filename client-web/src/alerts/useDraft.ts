import { useCallback, useEffect, useRef, useState } from 'react'
import { mendingSlot } from '../outbox/outboxItem'
import { keep, recall } from '../storage/device'
import { type Draft, emptyDraft } from './draft'

interface KeptDraft {
  draft: Draft
}

/** The officer's draft on this device. */
export interface DraftOnDevice {
  draft: Draft
  change(part: Partial<Draft>): void
  replace(draft: Draft): void
  ready: boolean
  /** Where it is kept; the outbox drops it there in the same step in which it takes the alert over. */
  slot: `draft:${string}`
  /** It has been handed over: the next one begins empty, in the same region. */
  handedOver(): void
}

/**
 * Keeps every word of an unsent alert on the device, so that neither Back nor a dead battery loses it. A refused alert
 * that is being mended has a draft of its own, begun with the words that were refused.
 */
export function useDraft(member: string, mending?: { place: number; draft: Draft }): DraftOnDevice {
  const slot = mending ? mendingSlot(member, mending.place) : (`draft:${member}` as const)
  const begin = useRef(mending?.draft)
  const [draft, setDraft] = useState<Draft>(emptyDraft)
  const [ready, setReady] = useState(false)
  const kept = useRef<KeptDraft>({ draft: emptyDraft })

  useEffect(() => {
    let gone = false
    void (async () => {
      const [old, region] = await Promise.all([recall<KeptDraft>(slot), recall<string>('lastRegion')])
      if (gone) return
      const words = old?.draft ?? begin.current
      kept.current = {
        draft: words ? { ...emptyDraft, ...words } : { ...emptyDraft, regionCode: region ?? '' },
      }
      setDraft(kept.current.draft)
      setReady(true)
    })()
    return () => {
      gone = true
    }
  }, [slot])

  const replace = useCallback(
    (next: Draft) => {
      kept.current = { draft: next }
      setDraft(next)
      void keep(slot, kept.current)
    },
    [slot],
  )
  const change = useCallback((part: Partial<Draft>) => replace({ ...kept.current.draft, ...part }), [replace])

  const handedOver = useCallback(() => {
    const { regionCode } = kept.current.draft
    void keep('lastRegion', regionCode)
    kept.current = { draft: { ...emptyDraft, regionCode } }
    setDraft(kept.current.draft)
  }, [])

  return { draft, change, replace, ready, slot, handedOver }
}
