import { describe, expect, it } from 'vitest'
import { compareHead, merge } from '../../src/sync/merge'
import { chance } from '../support/random'
import { entry } from '../support/samples'

const cursor = { epoch: 'e1', last: 3 }

describe('the merge law', () => {
  it('applies the next sequence', () => {
    const merged = merge(cursor, 'e1', [entry(4), entry(5)])
    expect(merged.applied.map((e) => e.seq)).toEqual([4, 5])
    expect(merged).toMatchObject({ cursor: { last: 5 }, verdict: 'complete' })
  })

  it('drops what it has', () => {
    expect(merge(cursor, 'e1', [entry(2), entry(3)])).toEqual({ cursor, applied: [], verdict: 'complete' })
  })

  it('asks again when something is missing, keeping what came before the gap', () => {
    const merged = merge(cursor, 'e1', [entry(4), entry(6)])
    expect(merged.applied.map((e) => e.seq)).toEqual([4])
    expect(merged).toMatchObject({ cursor: { last: 4 }, verdict: 'gap' })
  })

  it('applies nothing of another history', () => {
    expect(merge(cursor, 'e2', [entry(4)])).toEqual({ cursor, applied: [], verdict: 'foreign' })
  })

  it('counts a withheld entry as applied', () => {
    const stub = { seq: 4, kind: 'withheld', prevHash: 'h3', hash: 'h4' }
    expect(merge(cursor, 'e1', [stub, entry(5)])).toMatchObject({ cursor: { last: 5 }, verdict: 'complete' })
  })

  it('notices a lost last entry by the head', () => {
    expect(compareHead(cursor, 'e1', 3)).toBe('complete')
    expect(compareHead(cursor, 'e1', 4)).toBe('gap')
  })

  it('takes a head before the cursor, or another epoch, for another history', () => {
    expect(compareHead(cursor, 'e1', 2)).toBe('foreign')
    expect(compareHead(cursor, 'e2', 3)).toBe('foreign')
  })

  it('shows every entry exactly once and in order, whatever is cut, doubled or reordered', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = chance(seed)
      const log = Array.from({ length: 40 }, (_, i) => entry(i + 1))
      let at = { epoch: 'e1', last: 0 }
      const shown: number[] = []
      for (let step = 0; step < 500 && at.last < 40; step++) {
        const start = random() < 0.3 ? at.last : Math.floor(random() * 40)
        const batch = log.slice(start, start + 1 + Math.floor(random() * 8)).filter(() => random() > 0.2)
        if (random() < 0.3) batch.reverse()
        if (random() < 0.3) batch.push(...batch)
        const merged = merge(at, 'e1', batch)
        shown.push(...merged.applied.map((e) => e.seq))
        at = merged.cursor
      }
      expect(shown, `seed ${seed}`).toEqual(Array.from({ length: shown.length }, (_, i) => i + 1))
      expect(at.last, `seed ${seed}`).toBe(shown.length)
    }
  })
})
