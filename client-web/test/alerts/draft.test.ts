import { describe, expect, it } from 'vitest'
import { chooseChannel } from '../../src/alerts/chooseChannel'
import { alertFrom, chooseCaseType, emptyDraft, levelsFor, missingIn } from '../../src/alerts/draft'
import { fieldError, otherErrors } from '../../src/alerts/fieldErrors'
import { needsScreening, outcomesFor } from '../../src/alerts/resolveAlert'
import { answerWithin, leadOf, unservedKinds, whoIsAsked } from '../../src/alerts/whoIsAsked'
import type { Outcome } from '../../src/connection/contract'
import { Refusal } from '../../src/connection/refusal'
import { channel, organisation } from '../support/samples'

const [tppo, kawin, opgab] = organisation.caseTypes
const codes = (region: string, caseType = 'TPPO', options = {}): string[] =>
  whoIsAsked(organisation, caseType, region, options).map((a) => a.code)

describe('who is asked', () => {
  it('is decided by kind and region, also for a district and for the whole province', () => {
    expect(codes('18.71')).toEqual(['polresta', 'kanim'])
    expect(codes('18.72')).toEqual(['polres-metro', 'kanim'])
    expect(codes('18.71.07')).toEqual(['polresta', 'kanim'])
    expect(codes('18')).toEqual(['polresta', 'polres-metro', 'kanim'])
  })

  it('takes in whom the poster adds and leaves out whom the poster excludes', () => {
    expect(codes('18.71', 'TPPO', { added: ['bp3mi'], excluded: ['polresta'] })).toEqual(['kanim', 'bp3mi'])
    expect(codes('18.71', 'OPGAB', { added: ['bp3mi'] })).toEqual(['bp3mi'])
  })

  it('always takes in who cares for victims', () => {
    const always = {
      ...organisation,
      victims: { always: ['migrant-worker'], source: 'x', validFrom: '2026-01-01' },
    }
    const asked = (victims: 'yes' | 'unknown') =>
      whoIsAsked(always, 'TPPO', '18.71', { victims }).map((a) => a.code)
    expect(asked('yes')).toContain('bp3mi')
    expect(asked('unknown')).not.toContain('bp3mi')
    expect(unservedKinds(always, 'TPPO', [], 'yes')).toContain('migrant-worker')
  })

  it('has one lead, and names the kinds nobody can answer for', () => {
    const asked = whoIsAsked(organisation, 'TPPO', '18.71', { excluded: ['polresta'] })
    expect(leadOf(organisation, 'TPPO', whoIsAsked(organisation, 'TPPO', '18.71'))?.code).toBe('polresta')
    expect(leadOf(organisation, 'TPPO', asked)?.code).toBe('kanim')
    expect(unservedKinds(organisation, 'TPPO', asked)).toEqual(['police'])
  })

  it('knows how long they have', () => {
    expect(answerWithin(organisation, 'Kritis')).toBe(5 * 60_000)
    expect(answerWithin({ ...organisation, minute: '00:00:01' }, 'Kritis')).toBe(5000)
  })
})

describe('a draft', () => {
  it('keeps every word when the case type changes', () => {
    const written = { ...emptyDraft, headline: 'Judul', narrative: 'Cerita', regionCode: '18.71' }
    const changed = kawin ? chooseCaseType(written, kawin) : written
    expect(changed).toMatchObject({
      headline: 'Judul',
      narrative: 'Cerita',
      caseType: 'KAWIN',
      level: 'Rutin',
    })
  })

  it('never offers Kritis for a marriage case and asks for its ground', () => {
    expect(levelsFor(kawin)).toEqual(['Mendesak', 'Rutin'])
    const draft = { ...emptyDraft, caseType: 'KAWIN', headline: 'x', narrative: 'y', regionCode: '18.71' }
    expect(missingIn(draft, kawin)).toEqual(['ground'])
    expect(alertFrom({ ...draft, ground: ' Alamat palsu ' }, organisation).details).toEqual({
      ground: 'Alamat palsu',
    })
  })

  it('asks for agencies where the case type names none', () => {
    const draft = { ...emptyDraft, caseType: 'OPGAB', headline: 'x', narrative: 'y', regionCode: '18.71' }
    expect(missingIn(draft, opgab)).toEqual(['addAgencies'])
    expect(alertFrom({ ...draft, addAgencies: ['polresta'] }, organisation).requiredAgencies).toEqual([
      'polresta',
    ])
  })

  it('sends nothing that was not filled in', () => {
    const draft = { ...emptyDraft, caseType: 'TPPO', headline: ' a ', narrative: 'b', regionCode: '18.71' }
    expect(missingIn(draft, tppo)).toEqual([])
    expect(alertFrom(draft, organisation)).toEqual({
      channel: 'tppo',
      caseType: 'TPPO',
      level: 'Mendesak',
      headline: 'a',
      narrative: 'b',
      regionCode: '18.71',
      possibleVictims: 'unknown',
    })
  })

  it('takes the time of the event for WIB', () => {
    const draft = { ...emptyDraft, caseType: 'TPPO', occurredAt: '2026-11-24T14:02' }
    expect(alertFrom(draft, organisation).occurredAt).toBe('2026-11-24T07:02:00.000Z')
  })
})

describe('the channel of a new alert', () => {
  const region = channel({ slug: 'wilayah-bandarlampung', kind: 'region' })
  const metro = channel({ slug: 'wilayah-metro', kind: 'region' })

  it('is the case type’s own, or the region’s where that one is closed to the member or missing', () => {
    expect(chooseChannel([metro, region, channel()], 'tppo', '18.71.07', organisation)).toBe('tppo')
    expect(chooseChannel([metro, region], 'tppo', '18.71.07', organisation)).toBe('wilayah-bandarlampung')
    expect(chooseChannel([region, metro], '', '18.72', organisation)).toBe('wilayah-metro')
  })
})

describe('what the server says about fields', () => {
  const refusal = new Refusal('validation_failed', 400, 'x', false, {
    'details.ground': ['Tulis dasar.'],
    'exclude.reason': ['Tulis alasan.'],
    surprise: ['Tidak dikenal.'],
  })

  it('is shown at its field, under whichever name', () => {
    expect(fieldError(refusal, 'details', 'details.ground')).toBe('Tulis dasar.')
    expect(fieldError(refusal, 'headline')).toBeUndefined()
    expect(fieldError(undefined, 'headline')).toBeUndefined()
  })

  it('is not lost when the page has no such field', () => {
    expect(otherErrors(refusal)).toEqual(['Tidak dikenal.'])
  })
})

describe('closing an alert', () => {
  it('asks for a screening where somebody could be punished for being a victim', () => {
    const [deport, nothing] = organisation.outcomes as [Outcome, Outcome]
    const stay = { needsScreening: false }
    expect(needsScreening({ possibleVictims: 'unknown' }, deport, stay)).toBe(true)
    expect(needsScreening({ possibleVictims: 'no' }, deport, stay)).toBe(false)
    expect(needsScreening({ possibleVictims: 'yes' }, nothing, stay)).toBe(false)
    expect(needsScreening({ possibleVictims: 'yes' }, nothing, tppo)).toBe(true)
    expect(needsScreening({ possibleVictims: 'no' }, nothing, tppo)).toBe(false)
    expect(needsScreening({ possibleVictims: 'yes' }, { ...nothing, isFalseAlarm: true }, tppo)).toBe(false)
  })

  it('offers the outcomes of the case type that are in force', () => {
    const [deport, nothing] = organisation.outcomes as [Outcome, Outcome]
    const dated = { ...nothing, validFrom: '2026-01-02', validUntil: '2026-12-31' }
    const offered = (day: string) => outcomesFor([deport, dated], 'KAWIN', day).map((o) => o.code)
    expect(
      ['2026-01-01', '2026-01-02', '2026-12-31', '2027-01-01'].map((day) => offered(day).length),
    ).toEqual([0, 1, 1, 0])
  })
})
