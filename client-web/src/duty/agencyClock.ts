import { type Language, languageNow } from '../i18n/i18n'

// Indonesia's three clocks by the words people use; any other zone is named as it is.
const zoneWords: Record<string, string> = {
  'Asia/Jakarta': 'WIB',
  'Asia/Pontianak': 'WIB',
  'Asia/Makassar': 'WITA',
  'Asia/Jayapura': 'WIT',
}

/** The word for a time zone. */
export const zoneWord = (zone: string): string => zoneWords[zone] ?? zone

function partsIn(at: number, zone: string, language: Language): Record<string, string> {
  const format = new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]))
}

/** A moment on an agency's clock, as in "Sel 24 Nov 20.00 WITA". */
export function onClockOf(at: string, zone: string, language = languageNow()): string {
  const p = partsIn(Date.parse(at), zone, language)
  const time = `${p.hour}${language === 'id' ? '.' : ':'}${p.minute}`
  return `${p.weekday} ${p.day} ${p.month} ${time} ${zoneWord(zone)}`
}

function offsetAt(at: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  const p = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, Number(part.value)]))
  const n = (name: string): number => p[name] ?? 0
  const wall = Date.UTC(n('year'), n('month') - 1, n('day'), n('hour'), n('minute'), n('second'))
  return wall - Math.floor(at / 1000) * 1000
}

/** The moment that a date-and-time field means on an agency's clock, wherever the phone believes to be. */
export function momentOf(field: string, zone: string): string {
  const wall = Date.parse(`${field.slice(0, 16)}:00Z`)
  // The offset of the wall time taken as UTC can be wrong next to a jump of the clock; asking again at the result mends it.
  const guess = wall - offsetAt(wall, zone)
  return new Date(wall - offsetAt(guess, zone)).toISOString()
}

/** A moment as a date-and-time field holds it on an agency's clock. */
export const fieldOf = (at: number, zone: string): string =>
  new Date(at + offsetAt(at, zone)).toISOString().slice(0, 16)
