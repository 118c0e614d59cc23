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
      'tampil=semua&cari=rumah+penampungan&jenis=TPPO&tingkat=Kritis&wilayah=18.71&instansi=polresta&keadaan=Resolved&dari=2026-11-01&sampai=2026-11-30'
    expect(searchOf(from(address)).toString()).toBe(address)
    expect(narrowedBy(from(address))).toBe(7)
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
    expect(widened(from('tampil=kami&cari=x&jenis=TPPO'))).toEqual(from('tampil=kami'))
  })
})

describe('older alerts', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('come page by page, each from where the one before ended', async () => {
    const seen = fakeServer({
      'GET /api/alerts': ({ path }) => {
        const cursor = new URL(path, 'http://x').searchParams.get('cursor')
        if (cursor === null) return { body: { items: [row({ id: 'a3' })], next: 'c 1' } }
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
