import { type Language, languageNow } from '../i18n/i18n'
import type { Shift } from './readRoster'

type Translate = (key: string, options?: Record<string, unknown>) => string

/** The days of the week, Monday first, as a roster numbers them. */
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const

/** The short name of a day. */
export function dayWord(day: number, language: Language = languageNow()): string {
  // 1 January 2024 was a Monday.
  const format = new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', {
    weekday: 'short',
    timeZone: 'UTC',
  })
  return format.format(Date.UTC(2024, 0, day))
}

/** The days of a line: "setiap hari", "Sen–Jum", "Sab, Min". */
export function daysWords(days: readonly number[], t: Translate, language: Language = languageNow()): string {
  const sorted = [...new Set(days)].sort((a, b) => a - b)
  if (sorted.length === 0 || sorted.length === 7) return t('roster.everyDay')
  const [first = 1] = sorted
  const last = sorted.at(-1) ?? first
  const isRun = sorted.length > 2 && last - first === sorted.length - 1
  if (isRun) return `${dayWord(first, language)}–${dayWord(last, language)}`
  return sorted.map((day) => dayWord(day, language)).join(', ')
}

/** The hours of a line: "07.00–19.00", "19.00–07.00 besok", "07.00, 24 jam". */
export function hoursWords(
  shift: Pick<Shift, 'from' | 'to'>,
  t: Translate,
  language: Language = languageNow(),
): string {
  const clock = (time: string): string => (language === 'id' ? time.replace(':', '.') : time)
  if (shift.from === shift.to) return t('roster.wholeDay', { from: clock(shift.from) })
  const words = `${clock(shift.from)}–${clock(shift.to)}`
  return shift.to < shift.from ? t('roster.nextDay', { hours: words }) : words
}
