import { useSyncExternalStore } from 'react'
import { serverNow } from '../connection/serverClock'
import { type Language, languageNow } from '../i18n/i18n'

const zone = 'Asia/Jakarta'
const zoneWord = 'WIB'

function parts(at: number, language: Language): Record<string, string> {
  const format = new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    weekday: 'long',
    hourCycle: 'h23',
  })
  return Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]))
}

const toMs = (at: string | number): number => (typeof at === 'number' ? at : Date.parse(at))
const colon = (language: Language): string => (language === 'id' ? '.' : ':')

/** The time of day, as in "14.02". */
export function clockTime(at: string | number, language = languageNow()): string {
  const p = parts(toMs(at), language)
  return `${p.hour}${colon(language)}${p.minute}`
}

/** The full moment, as in "24 Nov 2026 14.02 WIB". */
export function fullTime(at: string | number, language = languageNow()): string {
  const p = parts(toMs(at), language)
  return `${p.day} ${p.month} ${p.year} ${clockTime(at, language)} ${zoneWord}`
}

/** A day, as in "Selasa, 24 Nov 2026", for breaks in a log. */
export function dayName(at: string | number, language = languageNow()): string {
  const p = parts(toMs(at), language)
  return `${p.weekday}, ${p.day} ${p.month} ${p.year}`
}

/** "14.02" today, with the day before it otherwise. */
export function shortTime(at: string | number, language = languageNow()): string {
  const p = parts(toMs(at), language)
  const today = parts(serverNow(), language)
  const sameDay = p.day === today.day && p.month === today.month && p.year === today.year
  return sameDay ? clockTime(at, language) : `${p.day} ${p.month} ${clockTime(at, language)}`
}

const two = (n: number): string => String(n).padStart(2, '0')

/** A running time of fixed shape: "04:48", "1:03:12", and from a day on "2 hr 03:12" in the person's words. */
export function runningTime(ms: number, language = languageNow()): string {
  const total = Math.floor(Math.abs(ms) / 1000)
  const days = Math.floor(total / 86_400)
  const hours = Math.floor((total % 86_400) / 3600)
  const minutes = Math.floor((total % 3600) / 60)
  if (days > 0) return `${days} ${language === 'id' ? 'hr' : 'd'} ${two(hours)}:${two(minutes)}`
  if (hours > 0) return `${hours}:${two(minutes)}:${two(total % 60)}`
  return `${two(minutes)}:${two(total % 60)}`
}

const units = {
  id: { d: 'hari', h: 'jam', m: 'mnt', s: 'dtk' },
  en: { d: 'd', h: 'h', m: 'min', s: 's' },
}

/** A span in words, at most two parts: "3 mnt 12 dtk", "2 jam 5 mnt". */
export function spanWords(ms: number, language = languageNow()): string {
  const total = Math.max(0, Math.round(ms / 1000))
  const u = units[language]
  const pieces: [number, string][] = [
    [Math.floor(total / 86_400), u.d],
    [Math.floor((total % 86_400) / 3600), u.h],
    [Math.floor((total % 3600) / 60), u.m],
    [total % 60, u.s],
  ]
  const first = pieces.findIndex(([n]) => n > 0)
  if (first < 0) return `0 ${u.s}`
  return pieces
    .slice(first, first + 2)
    .filter(([n]) => n > 0)
    .map(([n, word]) => `${n} ${word}`)
    .join(' ')
}

/** Reads a server span such as "00:01:00" as milliseconds. */
export function spanMs(text: string | undefined, otherwise: number): number {
  const match = /^(?:(\d+)\.)?(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(text ?? '')
  if (!match) return otherwise
  const [, d, h, m, s] = match
  return ((Number(d ?? 0) * 24 + Number(h)) * 3600 + Number(m) * 60 + Number(s)) * 1000
}

// One timer for every countdown on the page, running only while something counts.
const tickers = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let second = 0

function joinTick(listener: () => void): () => void {
  tickers.add(listener)
  timer ??= setInterval(() => {
    second++
    for (const tick of tickers) tick()
  }, 1000)
  return () => {
    tickers.delete(listener)
    if (tickers.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** The server's time, drawn anew every second. */
export function useServerNow(): number {
  useSyncExternalStore(joinTick, () => second)
  return serverNow()
}
