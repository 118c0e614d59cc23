import { describe, expect, it } from 'vitest'
import { changesOf, lastRenewal } from '../../src/alerts/changesOf'
import { entry } from '../support/samples'

const text = (value: string) => ({ salt: 's', value })
const posted = entry(1, {
  kind: 'alert.posted',
  data: { level: 'Mendesak', region: '18.71' },
  reveal: { headline: text('Rumah') },
})
const first = entry(4, {
  kind: 'alert.updated',
  data: { fields: ['level'], material: true, level: 'Kritis', version: 2 },
})
const wording = entry(6, {
  kind: 'alert.updated',
  data: { fields: ['headline'], material: false, version: 2 },
  reveal: { headline: text('Rumah penampungan') },
})
const second = entry(9, {
  kind: 'alert.updated',
  data: { fields: ['headline', 'regionCode', 'location'], material: true, region: '18.72', version: 3 },
  reveal: { headline: text('Rumah di Metro') },
})
const timeline = [posted, entry(2), first, wording, second]

describe('what an update changed', () => {
  it('shows what was and what is, as far as the log tells it', () => {
    expect(changesOf(second, timeline)).toEqual([
      { field: 'headline', before: 'Rumah penampungan', after: 'Rumah di Metro' },
      { field: 'regionCode', before: '18.71', after: '18.72' },
      { field: 'location' },
    ])
  })

  it('takes nothing from later updates', () => {
    expect(changesOf(first, timeline)).toEqual([{ field: 'level', before: 'Mendesak', after: 'Kritis' }])
  })

  it('names a text that was erased without inventing it', () => {
    const erased = { ...second, reveal: {} }
    expect(changesOf(erased, timeline)[0]).toEqual({ field: 'headline' })
  })

  it('finds what asked everybody anew, which a correction does not', () => {
    expect(lastRenewal({ timeline: [posted, first, wording] })).toBe(first)
    expect(lastRenewal({ timeline: [posted, wording] })).toBeUndefined()
    const reopened = entry(12, { kind: 'alert.reopened' })
    expect(lastRenewal({ timeline: [...timeline, reopened] })).toBe(reopened)
  })
})
