import { MantineProvider } from '@mantine/core'
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import { AlertList } from '../../src/alerts/AlertList'
import { listWordsNow } from '../../src/alerts/listWords'
import { setSession } from '../../src/session/session'
import { forgetEverything } from '../../src/sync/cell'
import { fakeServer, type Seen } from '../support/fakeServer'
import { me, organisation, row } from '../support/samples'

beforeEach(() => setSession({ status: 'in', me: me() }))
afterEach(() => {
  forgetEverything()
  vi.unstubAllGlobals()
})

type Question = Record<string, unknown>

const asked = (seen: Seen[]): Question[] =>
  seen.filter((s) => s.path === '/api/alerts/search').map((s) => s.body ?? {})

function open(address: string, answer: (question: Question) => unknown) {
  const seen = fakeServer({
    'GET /api/organisation': () => ({ body: organisation }),
    'GET /api/members': () => ({ body: { items: [] } }),
    'POST /api/alerts/search': ({ body }) => ({ body: answer(body ?? {}) }),
  })
  const { hook, searchHook, history } = memoryLocation({ path: address, record: true })
  render(
    <MantineProvider>
      <Router hook={hook} searchHook={searchHook}>
        <AlertList />
      </Router>
    </MantineProvider>,
  )
  return { seen, history }
}

const field = () => screen.getByTestId('cari') as HTMLInputElement

describe('finding alerts', () => {
  it('asks a moment after the last letter, once, and the words stand in no address', async () => {
    const { seen, history } = open('/peringatan?jenis=TPPO', (q) => ({
      items: q.q ? [row({ id: 'found' })] : [row({ id: 'a' }), row({ id: 'b' })],
    }))
    await screen.findByTestId('peringatan-b')
    for (const words of ['d', 'de', 'dermaga '])
      fireEvent.change(screen.getByTestId('cari'), { target: { value: words } })
    await screen.findByTestId('peringatan-found')
    expect(asked(seen).flatMap((q) => q.q ?? [])).toEqual(['dermaga'])
    expect(asked(seen).at(-1)).toEqual({ q: 'dermaga', caseType: 'TPPO', state: 'open', limit: 100 })
    expect(screen.getByTestId('jumlah-temuan').textContent).toContain('1 peringatan ditemukan.')
    fireEvent.click(screen.getByText('Semua', { selector: 'button' }))
    await waitFor(() => expect(asked(seen).at(-1)).toEqual({ q: 'dermaga', caseType: 'TPPO', limit: 100 }))
    expect(history.join() + seen.map((s) => s.path).join()).not.toContain('dermaga')
    expect(history.at(-1)).toBe('/peringatan?tampil=semua&jenis=TPPO')
  })

  it('keeps the words while the list is out of sight, until the person signs out', async () => {
    open('/peringatan', () => ({ items: [] }))
    fireEvent.change(screen.getByTestId('cari'), { target: { value: 'dermaga' } })
    await waitFor(() => expect(listWordsNow()).toBe('dermaga'))
    cleanup()
    const { seen } = open('/peringatan', () => ({ items: [] }))
    expect(field().value).toBe('dermaga')
    await waitFor(() => expect(asked(seen)[0]?.q).toBe('dermaga'))
    act(forgetEverything)
    expect(listWordsNow()).toBe('')
    expect(field().value).toBe('')
  })

  it('takes the words out of an address of earlier days and uses them, and says when nothing fits', async () => {
    const { seen, history } = open('/peringatan?cari=kapal+kayu&tampil=semua&instansi=polresta', () => ({
      items: [],
    }))
    expect(await screen.findByText('Tidak ada peringatan yang cocok.')).toBeTruthy()
    expect(field().value).toBe('kapal kayu')
    // In its place, so that going back does not find it either.
    expect(history).toEqual(['/peringatan?tampil=semua&instansi=polresta'])
    expect(new Set(asked(seen).map((q) => JSON.stringify(q)))).toEqual(
      new Set([JSON.stringify({ q: 'kapal kayu', agency: 'polresta', limit: 100 })]),
    )
    fireEvent.click(screen.getByText('Hapus saringan'))
    await waitFor(() => expect(asked(seen).at(-1)?.q).toBeUndefined())
    expect(field().value).toBe('')
  })

  it('puts a state of its own in the place of what is open', async () => {
    const { seen, history } = open('/peringatan', () => ({ items: [] }))
    fireEvent.change(await screen.findByTestId('saring-state'), { target: { value: 'Resolved' } })
    await waitFor(() => expect(asked(seen).at(-1)?.state).toBe('Resolved'))
    expect(history.at(-1)).toBe('/peringatan?tampil=semua&keadaan=Resolved')
  })

  it('keeps the list while older ones are read', async () => {
    open('/peringatan', (q) =>
      q.cursor ? { items: [row({ id: 'old' })] } : { items: [row({ id: 'new' })], next: 'c' },
    )
    fireEvent.click(await screen.findByTestId('muat-lagi'))
    expect(screen.getByTestId('peringatan-new')).toBeTruthy()
    expect(await screen.findByTestId('peringatan-old')).toBeTruthy()
    expect(screen.queryByTestId('muat-lagi')).toBeNull()
  })
})
