import { describe, expect, it } from 'vitest'
import { choiceFrom, queryOfChoice, searchOfChoice } from '../../src/measures/measuresQuery'
import { barWidth, longestOf, shareOf, shareWords, timeWords } from '../../src/measures/measureWords'
import { noon } from '../support/samples'

const from = (address: string) => choiceFrom(new URLSearchParams(address))

describe('the figures', () => {
  it('are said in words, and nothing is said of what was not measured', () => {
    expect(timeWords(192)).toBe('3 mnt 12 dtk')
    expect(timeWords(0)).toBe('0 dtk')
    expect(timeWords(null)).toBe('—')
    expect(shareWords(0.256, 'id')).toBe('26%')
    expect(shareWords(0.0125, 'id')).toBe('1,3%')
    expect(shareWords(0, 'id')).toBe('0%')
    expect(shareWords(shareOf(1, 0))).toBe('—')
  })

  it('draw bars within one scale, and a short one is still seen', () => {
    const longest = longestOf([
      { count: 1, p95: 300 },
      { count: 0, p95: null },
    ])
    expect(barWidth(300, longest)).toBe(100)
    expect(barWidth(1, longest)).toBe(1)
    expect(barWidth(null, longest)).toBe(0)
    expect(barWidth(5, 0)).toBe(0)
  })

  it('ask for real alerts or drills, never both', () => {
    expect(queryOfChoice(from(''), noon)).toBe('by=agency&status=Actual&from=2026-10-25T05%3A00%3A00.000Z')
    expect(queryOfChoice(from('latihan=1&per=tingkat&masa=7'), noon)).toContain('by=level&status=Exercise')
  })

  it('ask the same for the whole hour, so that a running clock does not ask anew', () => {
    expect(queryOfChoice(from(''), noon + 59_000)).toBe(queryOfChoice(from(''), noon))
  })

  it('keep their choices in the address', () => {
    const address = 'per=jenis&latihan=1&masa=sendiri&dari=2026-11-01&sampai=2026-11-02'
    expect(searchOfChoice(from(address)).toString()).toBe(address)
    expect(queryOfChoice(from(address), noon)).toContain('to=2026-11-02T17')
    expect(from('per=nama&masa=5')).toEqual(from(''))
  })
})
