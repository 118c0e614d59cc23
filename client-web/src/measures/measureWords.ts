import { type Language, languageNow } from '../i18n/i18n'
import { spanWords } from '../ui/time'
import type { Times } from './readMeasures'

/** A measured time in words, "—" where nothing was measured. */
export const timeWords = (seconds: number | null | undefined): string =>
  seconds === null || seconds === undefined ? '—' : spanWords(seconds * 1000)

/** A share as per cent with the separators of the language; "—" where there is nothing to share. */
export function shareWords(share: number | null | undefined, language: Language = languageNow()): string {
  if (share === null || share === undefined || Number.isNaN(share)) return '—'
  const format = new Intl.NumberFormat(language === 'id' ? 'id-ID' : 'en-GB', {
    style: 'percent',
    maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0,
  })
  return format.format(share)
}

/** A number of things out of all of them, as a share. */
export const shareOf = (part: number, whole: number): number | undefined =>
  whole > 0 ? part / whole : undefined

/** The width of a bar within its scale, from 0 to 100. */
export const barWidth = (seconds: number | null | undefined, longest: number): number =>
  longest > 0 && seconds ? Math.max(1, Math.round((seconds / longest) * 100)) : 0

/** The longest 95th percentile, which the bars are measured against. */
export const longestOf = (times: readonly Times[]): number => Math.max(0, ...times.map((t) => t.p95 ?? 0))
