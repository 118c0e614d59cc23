import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../connection/refusal'
import { Refused } from './Refused'
import { clockTime } from './time'

/** Grey shapes of what is coming, only after 300 ms: quick answers must not flicker. */
export function Waiting({ rows = 4, refusal }: { rows?: number; refusal?: Refusal | undefined }) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 300)
    return () => clearTimeout(timer)
  }, [])
  if (refusal) return <Refused refusal={refusal} />
  if (!shown) return null
  return (
    <div className="waiting" role="status" aria-label={t('state.loading')}>
      {Array.from({ length: rows }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all the same
        <div key={i} className="waiting-row" />
      ))}
    </div>
  )
}

/** Says since when what is on the screen is old, when reading it anew failed. */
export function StaleNote({ readAt, refusal }: { readAt: number | undefined; refusal: Refusal | undefined }) {
  const { t } = useTranslation()
  if (!refusal || readAt === undefined) return null
  return (
    <p className="notice notice-amber" role="status">
      {t('state.stale', { time: clockTime(readAt) })}
    </p>
  )
}

/** One sentence for a place where there is nothing. */
export function Empty({ words }: { words: string }) {
  return <p className="empty">{words}</p>
}
