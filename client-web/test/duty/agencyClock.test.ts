import { describe, expect, it } from 'vitest'
import { fieldOf, momentOf, onClockOf } from '../../src/duty/agencyClock'
import { daysWords, hoursWords } from '../../src/duty/rosterWords'

const t = (key: string, options?: Record<string, unknown>): string =>
  options ? `${key} ${Object.values(options).join(' ')}` : key

describe('the clock of an agency', () => {
  it('means the same wall time in each of the three zones', () => {
    expect(momentOf('2026-11-24T07:00', 'Asia/Jakarta')).toBe('2026-11-24T00:00:00.000Z')
    expect(momentOf('2026-11-24T07:00', 'Asia/Makassar')).toBe('2026-11-23T23:00:00.000Z')
    expect(momentOf('2026-11-24T07:00', 'Asia/Jayapura')).toBe('2026-11-23T22:00:00.000Z')
  })

  it('gives back the field it was read from', () => {
    for (const zone of ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura', 'Europe/Berlin'])
      expect(fieldOf(Date.parse(momentOf('2026-03-29T23:30', zone)), zone)).toBe('2026-03-29T23:30')
  })

  it('shows a moment with the word people use for the zone', () => {
    expect(onClockOf('2026-11-24T13:00:00Z', 'Asia/Makassar', 'id')).toBe('Sel 24 Nov 21.00 WITA')
    expect(onClockOf('2026-11-24T17:30:00Z', 'Asia/Jakarta', 'en')).toBe('Wed 25 Nov 00:30 WIB')
  })
})

describe('a line of the roster', () => {
  it('names its days as people do', () => {
    expect(daysWords([], t, 'id')).toBe('roster.everyDay')
    expect(daysWords([7, 6, 5, 4, 3, 2, 1], t, 'id')).toBe('roster.everyDay')
    expect(daysWords([1, 2, 3, 4, 5], t, 'id')).toBe('Sen–Jum')
    expect(daysWords([7, 6], t, 'id')).toBe('Sab, Min')
    expect(daysWords([1, 3, 5], t, 'en')).toBe('Mon, Wed, Fri')
  })

  it('says when it passes midnight or lasts a whole day', () => {
    expect(hoursWords({ from: '07:00', to: '19:00' }, t, 'id')).toBe('07.00–19.00')
    expect(hoursWords({ from: '19:00', to: '07:00' }, t, 'en')).toBe('roster.nextDay 19:00–07:00')
    expect(hoursWords({ from: '07:00', to: '07:00' }, t, 'id')).toBe('roster.wholeDay 07.00')
  })
})
