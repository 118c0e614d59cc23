import { describe, expect, it } from 'vitest'
import { alertOrder } from '../../src/alerts/alertOrder'
import { gridOrder, isLate, markOf, mayUndo } from '../../src/alerts/obligations'
import { minutes, noon, obligation, row } from '../support/samples'

describe('the list of alerts', () => {
  it('shows owed and late first, then owed, then open with others, then the rest', () => {
    const alerts = [
      row({ id: 'over', state: 'Resolved', obligations: [obligation({ state: 'Notified' })] }),
      row({ id: 'others', obligations: [obligation({ agency: 'kanim' })] }),
      row({ id: 'owed', obligations: [obligation({ dueAt: minutes(4) })] }),
      row({ id: 'late', obligations: [obligation({ dueAt: minutes(-2) })] }),
      row({ id: 'answered', obligations: [obligation({ state: 'Acknowledged' })], postedAt: minutes(-30) }),
    ]
    expect(alertOrder(alerts, 'polresta', noon).map((a) => a.id)).toEqual([
      'late',
      'owed',
      'others',
      'answered',
      'over',
    ])
  })

  it('goes by deadline among the owed and puts a real alert above a drill', () => {
    const alerts = [
      row({ id: 'drill', status: 'Exercise', obligations: [obligation({ dueAt: minutes(1) })] }),
      row({ id: 'later', obligations: [obligation({ dueAt: minutes(9) })] }),
      row({ id: 'sooner', obligations: [obligation({ dueAt: minutes(2) })] }),
    ]
    expect(alertOrder(alerts, 'polresta', noon).map((a) => a.id)).toEqual(['sooner', 'later', 'drill'])
  })

  it('is newest first where nothing is owed', () => {
    const none = { obligations: [] }
    const alerts = [
      row({ id: 'old', postedAt: minutes(-9), ...none }),
      row({ id: 'new', postedAt: minutes(-1), ...none }),
    ]
    expect(alertOrder(alerts, 'polresta', noon).map((a) => a.id)).toEqual(['new', 'old'])
  })
})

describe('the obligation grid', () => {
  it('shows not yet first, the longest overdue on top', () => {
    const grid = [
      obligation({ agency: 'a', state: 'Acknowledged' }),
      obligation({ agency: 'b', state: 'Declined' }),
      obligation({ agency: 'c', dueAt: minutes(3) }),
      obligation({ agency: 'd', dueAt: minutes(-1) }),
      obligation({ agency: 'e', dueAt: minutes(-4) }),
      obligation({ agency: 'f', state: 'Exhausted' }),
    ]
    expect(gridOrder(grid, noon).map((o) => o.agency)).toEqual(['f', 'e', 'd', 'c', 'a', 'b'])
  })

  it('never takes seen for answered', () => {
    expect(markOf(obligation({ state: 'Seen' }), noon)).toBe('owed')
    expect(isLate(obligation({ state: 'Seen', dueAt: minutes(-1) }), noon)).toBe(true)
  })

  it('leaves nothing owed once the alert is over', () => {
    expect(markOf(obligation({ dueAt: minutes(-1) }), noon, true)).toBe('ended')
  })

  it('lets an answer be taken back only while there is time', () => {
    expect(mayUndo(obligation({ state: 'Acknowledged', undoUntil: minutes(1) }), noon)).toBe(true)
    expect(mayUndo(obligation({ state: 'Acknowledged', undoUntil: minutes(-1) }), noon)).toBe(false)
    expect(mayUndo(obligation({ state: 'Seen', undoUntil: minutes(1) }), noon)).toBe(false)
  })
})
