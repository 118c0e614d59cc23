import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import { AlertList } from '../../src/alerts/AlertList'
import { setSession } from '../../src/session/session'
import { forgetEverything } from '../../src/sync/cell'
import { fakeServer, type Seen } from '../support/fakeServer'
import { me, organisation, row } from '../support/samples'

beforeEach(() => setSession({ status: 'in', me: me() }))
afterEach(() => {
  forgetEverything()
  vi.unstubAllGlobals()
})

const asked = (seen: Seen[]): URLSearchParams[] =>
  seen.filter((s) => s.path.startsWith('/api/alerts?')).map((s) => new URL(s.path, 'http://x').searchParams)

function open(address: string, answer: (query: URLSearchParams) => unknown) {
  const seen = fakeServer({
    'GET /api/organisation': () => ({ body: organisation }),
    'GET /api/members': () => ({ body: { items: [] } }),
    'GET /api/alerts': ({ path }) => ({ body: answer(new URL(path, 'http://x').searchParams) }),
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

describe('finding alerts', () => {
  it('asks a moment after the last letter, once, and keeps the words in the address', async () => {
    const { seen, history } = open('/peringatan', (q) => ({
      items: q.get('q') ? [row({ id: 'found' })] : [row({ id: 'a' }), row({ id: 'b' })],
    }))
    await screen.findByTestId('peringatan-b')
    for (const words of ['d', 'de', 'dermaga '])
      fireEvent.change(screen.getByTestId('cari'), { target: { value: words } })
    await screen.findByTestId('peringatan-found')
    expect(history.at(-1)).toBe('/peringatan?cari=dermaga')
    expect(asked(seen).flatMap((q) => q.getAll('q'))).toEqual(['dermaga'])
    expect(screen.getByTestId('jumlah-temuan').textContent).toContain('1 peringatan ditemukan.')
  })

  it('begins with what the address asks for, and says when nothing fits', async () => {
    const { seen } = open('/peringatan?cari=kapal&tampil=semua&instansi=polresta', () => ({ items: [] }))
    expect(await screen.findByText('Tidak ada peringatan yang cocok.')).toBeTruthy()
    expect((screen.getByTestId('cari') as HTMLInputElement).value).toBe('kapal')
    expect(asked(seen)[0]?.get('agency')).toBe('polresta')
    fireEvent.click(screen.getByText('Hapus saringan'))
    await waitFor(() => expect(asked(seen).at(-1)?.has('q')).toBe(false))
    expect((screen.getByTestId('cari') as HTMLInputElement).value).toBe('')
  })

  it('puts a state of its own in the place of what is open', async () => {
    const { seen, history } = open('/peringatan', () => ({ items: [] }))
    fireEvent.change(await screen.findByTestId('saring-state'), { target: { value: 'Resolved' } })
    await waitFor(() => expect(asked(seen).at(-1)?.get('state')).toBe('Resolved'))
    expect(history.at(-1)).toBe('/peringatan?tampil=semua&keadaan=Resolved')
  })

  it('keeps the list while older ones are read', async () => {
    open('/peringatan', (q) =>
      q.has('cursor') ? { items: [row({ id: 'old' })] } : { items: [row({ id: 'new' })], next: 'c' },
    )
    fireEvent.click(await screen.findByTestId('muat-lagi'))
    expect(screen.getByTestId('peringatan-new')).toBeTruthy()
    expect(await screen.findByTestId('peringatan-old')).toBeTruthy()
    expect(screen.queryByTestId('muat-lagi')).toBeNull()
  })
})
