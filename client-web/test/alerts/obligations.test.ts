import { describe, expect, it } from 'vitest'
import { answeredOf, delegable, isDeclinedByLiaison, offersTo } from '../../src/alerts/obligations'
import { alert, entry, obligation, organisation } from '../support/samples'

describe('passing an obligation on', () => {
  it('offers it to agencies that are neither asked nor offered it already', () => {
    const stored = alert({
      obligations: [
        obligation({ agency: 'polresta' }),
        obligation({ agency: 'kanim', state: 'Waived' }),
        obligation({ agency: 'dinsos', offeredTo: 'bp3mi' }),
      ],
    })
    const codes = delegable(stored, 'polresta', organisation.agencies).map((a) => a.code)
    expect(codes).toEqual(['kanim', 'polres-metro'])
  })

  it('may go back to who handed it on before', () => {
    const stored = alert({
      obligations: [
        obligation({ agency: 'kanim', state: 'Delegated', offeredTo: 'polresta' }),
        obligation({ agency: 'polresta', offeredFrom: 'kanim' }),
      ],
    })
    expect(delegable(stored, 'polresta', organisation.agencies).map((a) => a.code)).toContain('kanim')
  })

  it('is an offer only while the other agency still owes it', () => {
    const owed = obligation({ agency: 'kanim', offeredTo: 'polresta' })
    expect(offersTo({ obligations: [owed] }, 'polresta')).toEqual([owed])
    expect(offersTo({ obligations: [{ ...owed, state: 'Delegated' }] }, 'polresta')).toEqual([])
    expect(offersTo({ obligations: [owed] }, 'bp3mi')).toEqual([])
  })
})

describe('how many have answered', () => {
  it('is counted of those who are asked, not of who handed it on or was released', () => {
    const states = ['Acknowledged', 'Delegated', 'Waived', 'Closed', 'Declined', 'Seen'] as const
    expect(answeredOf(states.map((state) => obligation({ state })))).toEqual({ answered: 1, all: 3 })
  })
})

describe('a reason beside what is owed', () => {
  const owed = obligation({ reason: 'Di luar wilayah' })
  const declined = entry(3, { kind: 'obligation.declined', data: { agency: 'polresta' } })
  const offered = entry(5, { kind: 'obligation.delegated', data: { agency: 'polresta', to: 'bp3mi' } })

  it('is the liaison’s decline only when that was the last word', () => {
    expect(isDeclinedByLiaison({ timeline: [declined] }, owed)).toBe(true)
    expect(isDeclinedByLiaison({ timeline: [declined, offered] }, owed)).toBe(false)
    expect(isDeclinedByLiaison({ timeline: [offered] }, owed)).toBe(false)
    expect(isDeclinedByLiaison({ timeline: [declined] }, { ...owed, agency: 'kanim' })).toBe(false)
  })
})
