import { describe, expect, it } from 'vitest'
import {
  askedOf,
  climbedCards,
  exhaustedAlerts,
  offeredCards,
  owedCards,
  runningCards,
} from '../../src/escalations/deskOrder'
import { entry, me, minutes, noon, obligation, row } from '../support/samples'

const chief = me({ roles: ['chief'] })
const none = new Set<string>()

describe('the desk', () => {
  it('shows what is owed, late first, and a drill below everything real', () => {
    const alerts = [
      row({ id: 'drill', status: 'Exercise', obligations: [obligation({ dueAt: minutes(-9) })] }),
      row({ id: 'soon', obligations: [obligation({ dueAt: minutes(2) })] }),
      row({ id: 'late', obligations: [obligation({ dueAt: minutes(-1) })] }),
      row({ id: 'later', obligations: [obligation({ dueAt: minutes(-5) })] }),
      row({ id: 'answered', obligations: [obligation({ state: 'Acknowledged' })] }),
      row({ id: 'theirs', obligations: [obligation({ agency: 'kanim' })] }),
      row({ id: 'over', state: 'Cancelled' }),
    ]
    expect(owedCards(alerts, chief, none, noon).map((c) => c.alert.id)).toEqual([
      'later',
      'late',
      'soon',
      'drill',
    ])
  })

  it('knows which escalations asked this member; a first notice is none', () => {
    const fired = (level: number, recipients: string[]) =>
      entry(level, { kind: 'escalation.fired', alertId: 'a1', data: { agency: 'kanim', level, recipients } })
    expect(askedOf([fired(1, ['m2']), fired(2, ['m9'])], chief)).toEqual(none)
    expect(askedOf([fired(3, ['m2', 'm9'])], chief)).toEqual(new Set(['a1 kanim']))
  })

  it('shows another agency’s duty that climbed to this member, until it is answered', () => {
    const asked = new Set(['a1 kanim'])
    const alert = row({ obligations: [obligation({ agency: 'kanim' }), obligation()] })
    expect(climbedCards([alert], chief, asked, noon).map((c) => c.silent)).toEqual([['kanim']])
    const answered = row({ obligations: [obligation({ agency: 'kanim', state: 'Acknowledged' })] })
    expect(climbedCards([answered], chief, asked, noon)).toEqual([])
  })

  it('shows where the ladder ran out to those who can act on it, real alerts above drills', () => {
    const silent = { obligations: [obligation({ agency: 'kanim', state: 'Exhausted' })] }
    const alerts = [row({ id: 'drill', status: 'Exercise', ...silent }), row({ id: 'real', ...silent })]
    const secretariat = me({ roles: ['secretariat'], agency: { code: 'timpora', name: 'Sekretariat' } })
    expect(exhaustedAlerts(alerts, secretariat).map((a) => a.id)).toEqual(['real', 'drill'])
    expect(exhaustedAlerts(alerts, chief)).toEqual([])
    expect(exhaustedAlerts(alerts, me({ agency: { code: 'kanim', name: 'Kanim' } }))).toEqual([])
    const lead = [row({ obligations: [...silent.obligations, obligation({ lead: true })] })]
    expect(exhaustedAlerts(lead, chief)).toHaveLength(1)
  })

  it('keeps what is in our hands, the next progress note first', () => {
    const accepted = { state: 'Acknowledged' as const }
    const alerts = [
      row({ id: 'free', obligations: [obligation(accepted)] }),
      row({ id: 'lead', obligations: [obligation({ ...accepted, progressDueAt: minutes(20) })] }),
      row({ id: 'done', state: 'Resolved', obligations: [obligation(accepted)] }),
    ]
    expect(runningCards(alerts, chief).map((c) => c.alert.id)).toEqual(['lead', 'free'])
  })

  it('shows what is offered to us as long as it is open with the other agency', () => {
    const offer = obligation({ agency: 'kanim', offeredTo: 'polresta' })
    const alerts = [
      row({ id: 'drill', status: 'Exercise', obligations: [offer] }),
      row({ id: 'taken', obligations: [{ ...offer, state: 'Delegated' }] }),
      row({ id: 'elsewhere', obligations: [{ ...offer, offeredTo: 'bp3mi' }] }),
      row({ id: 'open', obligations: [obligation({ state: 'Waived' }), offer] }),
    ]
    expect(offeredCards(alerts, chief, noon).map((c) => [c.alert.id, c.obligation.agency])).toEqual([
      ['open', 'kanim'],
      ['drill', 'kanim'],
    ])
    expect(owedCards(alerts, chief, none, noon)).toEqual([])
  })
})
