import { describe, expect, it } from 'vitest'
import { clockTime, dayName, fullTime, runningTime, spanMs, spanWords } from '../../src/ui/time'

const moment = '2026-11-24T07:02:09Z'
const second = 1000
const minute = 60 * second
const hour = 60 * minute

describe('times', () => {
  it('are written as people here write them, in WIB', () => {
    expect(fullTime(moment, 'id')).toBe('24 Nov 2026 14.02 WIB')
    expect(clockTime(moment, 'id')).toBe('14.02')
    expect(dayName(moment, 'id')).toBe('Selasa, 24 Nov 2026')
  })

  it('mirror their meaning in English', () => {
    expect(fullTime(moment, 'en')).toBe('24 Nov 2026 14:02 WIB')
  })

  it('begin the day at midnight in WIB, not elsewhere', () => {
    expect(fullTime('2026-11-24T17:30:00Z', 'id')).toBe('25 Nov 2026 00.30 WIB')
  })
})

describe('running times', () => {
  it('keep their shape while they run', () => {
    expect(runningTime(4 * minute + 48 * second)).toBe('04:48')
    expect(runningTime(9 * second)).toBe('00:09')
    expect(runningTime(hour + 3 * minute + 12 * second)).toBe('1:03:12')
    expect(runningTime(50 * hour, 'id')).toBe('2 hr 02:00')
  })

  it('count up after the deadline', () => {
    expect(runningTime(-(3 * minute + 12 * second))).toBe('03:12')
  })
})

describe('spans', () => {
  it('have at most two parts', () => {
    expect(spanWords(3 * minute + 12 * second, 'id')).toBe('3 mnt 12 dtk')
    expect(spanWords(2 * hour + 5 * minute + 9 * second, 'id')).toBe('2 jam 5 mnt')
    expect(spanWords(5 * minute, 'id')).toBe('5 mnt')
    expect(spanWords(24 * hour, 'en')).toBe('1 d')
    expect(spanWords(0, 'id')).toBe('0 dtk')
  })

  it('are read as the server writes them', () => {
    expect(spanMs('00:01:00', 1)).toBe(minute)
    expect(spanMs('1.00:00:01', 1)).toBe(24 * hour + second)
    expect(spanMs('soon', 7)).toBe(7)
  })
})
