import { describe, expect, it } from 'vitest'
import { groupEvents } from '../../src/channels/groupEvents'
import { entry } from '../support/samples'

const fired = (seq: number, agency: string, level: number) =>
  entry(seq, { kind: 'escalation.fired', alertId: 'a1', data: { agency, level, round: 1 } })

describe('events of a log', () => {
  it('are one line where a step fired for several agencies together', () => {
    const groups = groupEvents([fired(1, 'kanim', 2), fired(2, 'dinsos', 2), fired(3, 'kanim', 3), entry(4)])
    expect(groups.map((g) => [g.entry.seq, g.others])).toEqual([
      [1, ['dinsos']],
      [3, []],
      [4, []],
    ])
  })

  it('stay apart for different alerts, and what people say is never joined', () => {
    const other = { ...fired(2, 'kanim', 2), alertId: 'a2' }
    expect(groupEvents([fired(1, 'kanim', 2), other, entry(3), entry(4)])).toHaveLength(4)
  })
})
