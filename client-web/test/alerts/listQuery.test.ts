import { afterEach, describe, expect, it, vi } from 'vitest'
import { findAlertPages } from '../../src/alerts/findAlerts'
import { filterFrom, narrowedBy, queryOf, searchOf, widened } from '../../src/alerts/listQuery'
import { fakeServer } from '../support/fakeServer'
import { row } from '../support/samples'

const from = (address: string) => filterFrom(new URLSearchParams(address))
const asked = (address: string) => new URLSearchParams(queryOf(from(address), 50))

describe('the list’s filters', () => {
  it('survive the way through the address', () => {
    const address =
      'tampil=semua&jenis=TPPO&tingkat=Kritis&wilayah=18.71&instansi=polresta&keadaan=Resolved&dari=2026-11-01&sampai=2026-11-30'
    expect(searchOf(from(address)).toString()).toBe(address)
    expect(narrowedBy(from(address))).toBe(7)
  })

  it('ask for the words, which are in no address', () => {
    const filter = filterFrom(new URLSearchParams('jenis=TPPO'), ' rumah & kapal ')
    expect(new URLSearchParams(queryOf(filter, 50)).get('q')).toBe('rumah & kapal')
    expect(searchOf(filter).toString()).toBe('jenis=TPPO')
    expect(from('cari=kapal').q).toBe('')
  })

  it('ask for the days on the team’s calendar, the last one whole', () => {
    const query = asked('dari=2026-11-01&sampai=2026-11-30')
    expect(query.get('from')).toBe('2026-10-31T17:00:00.000Z')
    expect(query.get('to')).toBe('2026-11-30T17:00:00.000Z')
  })

  it('let a state of its own stand instead of what the view asks for', () => {
    expect(asked('').get('state')).toBe('open')
    expect(asked('keadaan=Resolved').getAll('state')).toEqual(['Resolved'])
    expect(asked('tampil=kami').get('owed')).toBe('mine')
    expect(asked('tampil=semua').has('state')).toBe(false)
  })

  it('forget a day that is none, and widen back to the view', () => {
    expect(from('dari=kemarin').from).toBe('')
    expect(widened(filterFrom(new URLSearchParams('tampil=kami&jenis=TPPO'), 'x'))).toEqual(
      from('tampil=kami'),
    )
  })
})

describe('older alerts', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('come page by page, each from where the one before ended', async () => {
    const seen = fakeServer({
      'POST /api/alerts/search': ({ body }) => {
        const { cursor, ...rest } = body ?? {}
        expect(rest).toEqual({ state: 'open', limit: 1 })
        if (cursor === undefined) return { body: { items: [row({ id: 'a3' })], next: 'c 1' } }
        return {
          body: {
            items: [row({ id: cursor === 'c 1' ? 'a2' : 'a1' })],
            next: cursor === 'c 1' ? 'c2' : null,
          },
        }
      },
    })
    const two = await findAlertPages('2 state=open&limit=1')
    expect(two.items.map((a) => a.id)).toEqual(['a3', 'a2'])
    expect(two.next).toBe('c2')
    const all = await findAlertPages('9 state=open&limit=1')
    expect(all.items.map((a) => a.id)).toEqual(['a3', 'a2', 'a1'])
    expect(all.next).toBeNull()
    expect(seen).toHaveLength(5)
  })
})
