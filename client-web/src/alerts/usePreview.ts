import { useEffect, useState } from 'react'
import { useLive } from '../connection/live'
import { asRefusal, type Refusal } from '../connection/refusal'
import type { NewAlert } from './postAlert'
import { type Preview, previewAlert } from './previewAlert'

const pause = 700
const again = 60_000

/** The server's preview of a draft; undefined while it is unknown, and then the page's own guess has to do. */
export function usePreview(alert: NewAlert | undefined): { preview?: Preview; refusal?: Refusal } {
  const { state } = useLive()
  const question = alert ? JSON.stringify(alert) : undefined
  const [known, setKnown] = useState<{ question: string; preview?: Preview; refusal?: Refusal }>()

  // A line that comes back answers what could not be asked before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!question) return
    let gone = false
    const ask = async (): Promise<void> => {
      try {
        const preview = await previewAlert(JSON.parse(question) as NewAlert)
        if (!gone) setKnown({ question, preview })
      } catch (cause) {
        if (!gone) setKnown({ question, refusal: asRefusal(cause) })
      }
    }
    // Who is on duty changes while somebody writes.
    const timers = [setTimeout(() => void ask(), pause), setInterval(() => void ask(), again)]
    return () => {
      gone = true
      for (const timer of timers) clearTimeout(timer)
    }
  }, [question, state])

  if (question === undefined || known?.question !== question) return {}
  return {
    ...(known.preview ? { preview: known.preview } : {}),
    ...(known.refusal ? { refusal: known.refusal } : {}),
  }
}
