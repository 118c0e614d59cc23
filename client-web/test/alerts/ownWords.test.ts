import { describe, expect, it } from 'vitest'
import { threadOf, wordsUnderWay } from '../../src/alerts/ownWords'
import type { OutboxItem } from '../../src/outbox/outboxItem'
import type { OutboxView } from '../../src/outbox/outboxParts'
import { alert, entry } from '../support/samples'

const item = (place: number, text: string, part: Partial<OutboxItem> = {}): OutboxItem => ({
  kind: 'message',
  place,
  key: `k${place}`,
  member: 'm2',
  alert: 'a1',
  afterSeq: 3,
  body: { text },
  writtenAt: 0,
  tries: 0,
  faults: 0,
  ...part,
})
const spoken = (seq: number, text: string, part = {}) =>
  entry(seq, { actor: 'm2', reveal: { text: { salt: 's', value: text } }, ...part })
const view = (part: Partial<OutboxView>): OutboxView => ({ items: [], landed: [], keeps: true, ...part })
const shown = (v: OutboxView, ...timeline: ReturnType<typeof spoken>[]) =>
  wordsUnderWay(v, alert({ timeline }), 'm2').map((w) => [w.item.body.text, w.landed])

describe('one’s own words in a thread', () => {
  it('stand there from writing until the entry is there, at every moment exactly once', () => {
    const satu = item(1, 'satu')
    expect(shown(view({ items: [satu] }))).toEqual([['satu', false]])
    const landed = view({ landed: [{ item: satu, answer: { channel: 'tppo', seq: 4 } }] })
    expect(shown(landed)).toEqual([['satu', true]])
    expect(shown(landed, spoken(4, 'satu'))).toEqual([])
  })

  it('are not shown twice when the entry comes before the answer, or the answer is lost', () => {
    expect(shown(view({ items: [item(1, 'satu')] }), spoken(4, 'satu'))).toEqual([])
  })

  it('are not taken for the same words said earlier, by somebody else, or twice', () => {
    const items = [item(1, 'siap'), item(2, 'siap')]
    expect(shown(view({ items }), spoken(2, 'siap'), spoken(4, 'siap', { actor: 'm1' }))).toHaveLength(2)
    expect(shown(view({ items }), spoken(4, 'siap'))).toEqual([['siap', false]])
    expect(shown(view({ items }), spoken(4, 'siap', { kind: 'progress.noted' }))).toHaveLength(2)
  })

  it('stay in view when they were refused, whatever else was said', () => {
    const refusal = { code: 'x', status: 400, sentence: 's', errors: {} }
    expect(shown(view({ items: [item(1, 'satu', { refusal })] }), spoken(4, 'satu'))).toHaveLength(1)
  })

  it('remember where the thread stood', () => {
    expect(threadOf(alert({ seq: 1, timeline: [entry(1), entry(7)] }))).toEqual({ alert: 'a1', afterSeq: 7 })
  })
})
