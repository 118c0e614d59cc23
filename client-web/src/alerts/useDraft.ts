import { useCallback, useEffect, useRef, useState } from 'react'
import { newClientKey } from '../connection/clientKey'
import { drop, keep, recall } from '../storage/device'
import { type Draft, emptyDraft } from './draft'

interface KeptDraft {
  draft: Draft
  attempt?: { key: string; content: string }
}

/** The officer's draft on this device. */
export interface DraftOnDevice {
  draft: Draft
  change(part: Partial<Draft>): void
  replace(draft: Draft): void
  ready: boolean
  /** The client key for sending this content; the same content keeps its key, also after a reload. */
  keyFor(content: string): Promise<string>
  clear(): Promise<void>
}

/** Keeps every word of an unsent alert on the device, so that neither Back nor a dead battery loses it. */
export function useDraft(member: string): DraftOnDevice {
  const slot = `draft:${member}` as const
  const [draft, setDraft] = useState<Draft>(emptyDraft)
  const [ready, setReady] = useState(false)
  const kept = useRef<KeptDraft>({ draft: emptyDraft })

  useEffect(() => {
    let gone = false
    void (async () => {
      const [old, region] = await Promise.all([recall<KeptDraft>(slot), recall<string>('lastRegion')])
      if (gone) return
      kept.current = old?.draft
        ? { ...old, draft: { ...emptyDraft, ...old.draft } }
        : { draft: { ...emptyDraft, regionCode: region ?? '' } }
      setDraft(kept.current.draft)
      setReady(true)
    })()
    return () => {
      gone = true
    }
  }, [slot])

  const replace = useCallback(
    (next: Draft) => {
      kept.current = { ...kept.current, draft: next }
      setDraft(next)
      void keep(slot, kept.current)
    },
    [slot],
  )
  const change = useCallback((part: Partial<Draft>) => replace({ ...kept.current.draft, ...part }), [replace])

  const keyFor = useCallback(
    async (content: string) => {
      if (kept.current.attempt?.content !== content) {
        kept.current = { ...kept.current, attempt: { key: newClientKey(), content } }
        await keep(slot, kept.current)
      }
      return kept.current.attempt?.key ?? newClientKey()
    },
    [slot],
  )

  const clear = useCallback(async () => {
    await keep('lastRegion', kept.current.draft.regionCode)
    kept.current = { draft: emptyDraft }
    await drop(slot)
  }, [slot])

  return { draft, change, replace, ready, keyFor, clear }
}
