import { describe, expect, it } from 'vitest'
import {
  carryOver,
  changesIn,
  draftOf,
  isChanged,
  isMaterial,
  touchesWords,
} from '../../src/alerts/alertDraft'
import { wibField, wibTime } from '../../src/alerts/draft'
import { alert, organisation } from '../support/samples'

const stored = alert({
  requiredAgencies: ['polresta', 'kanim', 'bp3mi'],
  occurredAt: '2026-11-24T05:30:20Z',
  location: { lat: -5.38, lon: 105.25, address: 'Jl. Pramuka' },
  details: { acts: ['harbour'], plate: 'BE 1234' },
})
const draft = draftOf(stored, organisation)
const changed = (part: Partial<typeof draft>) => changesIn(stored, organisation, { ...draft, ...part })

describe('changing an alert', () => {
  it('sends nothing when nothing changed, whatever the alert holds', () => {
    expect(changesIn(stored, organisation, draft)).toEqual({})
    expect(changesIn(alert(), organisation, draftOf(alert(), organisation))).toEqual({})
    expect(isChanged(changed({ headline: `${stored.headline}  ` }))).toBe(false)
  })

  it('sends only what changed', () => {
    expect(changed({ level: 'Rutin', headline: ' Rumah lain ' })).toEqual({
      level: 'Rutin',
      headline: 'Rumah lain',
    })
  })

  it('names the agencies asked besides those the case type asks for', () => {
    expect(draft.addAgencies).toEqual(['bp3mi'])
    expect(changed({ addAgencies: ['bp3mi', 'polres-metro'] })).toEqual({
      requiredAgencies: ['bp3mi', 'polres-metro'],
    })
  })

  it('takes away time and place by name, and keeps an address with its point', () => {
    expect(changed({ occurredAt: '', location: undefined, address: '' })).toEqual({
      clear: ['occurredAt', 'location'],
    })
    expect(changed({ address: 'Gg. Mawar' })).toEqual({
      location: { lat: -5.38, lon: 105.25, address: 'Gg. Mawar' },
    })
  })

  it('keeps details of the case type that the form does not know', () => {
    expect(changed({ means: ['debt'] }).details).toEqual({
      acts: ['harbour'],
      means: ['debt'],
      purposes: [],
      plate: 'BE 1234',
    })
  })

  it('keeps who was excluded by name when agencies are added', () => {
    const seen = alert({ exclude: { agencies: [], members: ['m7'], reason: 'terlibat' } })
    const next = { ...draftOf(seen, organisation), excludeAgencies: ['kanim'] }
    expect(changesIn(seen, organisation, next).exclude).toEqual({
      agencies: ['kanim'],
      members: ['m7'],
      reason: 'terlibat',
    })
  })

  it('asks everybody again for what people act upon, and for words unless they are a correction', () => {
    expect(isMaterial(changed({ level: 'Rutin' }), true)).toBe(true)
    expect(isMaterial(changed({ occurredAt: '' }), true)).toBe(true)
    expect(isMaterial(changed({ narrative: 'Lain.' }), false)).toBe(true)
    expect(isMaterial(changed({ narrative: 'Lain.' }), true)).toBe(false)
    expect(isMaterial(changed({ tlp: 'GREEN' }), false)).toBe(false)
    expect(isMaterial(changed({ means: ['debt'] }), false)).toBe(false)
    expect(touchesWords(changed({ tlp: 'GREEN' }))).toBe(false)
  })

  it('carries what was written over to a newer state and leaves the rest to it', () => {
    const newer = draftOf({ ...stored, level: 'Rutin', narrative: 'Kabar baru.' }, organisation)
    const written = { ...draft, headline: 'Rumah lain' }
    expect(carryOver(draft, written, newer)).toMatchObject({
      headline: 'Rumah lain',
      level: 'Rutin',
      narrative: 'Kabar baru.',
    })
  })

  it('reads and writes date fields on the clock of the team, wherever the phone believes to be', () => {
    expect(wibField('2026-11-24T18:30:20Z')).toBe('2026-11-25T01:30')
    expect(wibTime('2026-11-25T01:30')).toBe('2026-11-24T18:30:00.000Z')
  })
})
