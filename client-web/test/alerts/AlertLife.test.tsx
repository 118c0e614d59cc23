import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AlertPage } from '../../src/alerts/AlertPage'
import type { Alert, Me } from '../../src/connection/contract'
import { setSession } from '../../src/session/session'
import { forgetEverything } from '../../src/sync/cell'
import { fakeServer } from '../support/fakeServer'
import { alert, entry, me, obligation, organisation } from '../support/samples'

const inFuture = new Date(Date.now() + 4 * 60_000).toISOString()

beforeEach(() => setSession({ status: 'in', me: me() }))
afterEach(() => {
  forgetEverything()
  vi.unstubAllGlobals()
})

function open(stored: Alert, more: Parameters<typeof fakeServer>[0] = {}, who: Me = me()) {
  setSession({ status: 'in', me: who })
  const seen = fakeServer({
    'GET /api/organisation': () => ({ body: organisation }),
    'GET /api/members': () => ({ body: { items: [] } }),
    'GET /api/alerts/a1': () => ({ body: stored }),
    'POST /api/alerts/a1/seen': () => ({ status: 204 }),
    ...more,
  })
  render(
    <MantineProvider>
      <AlertPage id="a1" />
    </MantineProvider>,
  )
  return seen
}

const type = (testId: string, value: string): void => {
  fireEvent.change(screen.getByTestId(testId), { target: { value } })
}

describe('passing an obligation on', () => {
  const owed = obligation({ dueAt: inFuture })

  it('asks for an agency and a reason, and stays with the own agency until it is taken', async () => {
    const offered = { ...owed, offeredTo: 'bp3mi', reason: 'Korban PMI' }
    const seen = open(alert({ obligations: [owed], mayAnswer: true, mayDelegate: true }), {
      'POST /api/alerts/a1/delegate': () => ({ body: offered }),
    })
    fireEvent.click(await screen.findByTestId('alihkan'))
    const send = screen.getByTestId('alihkan-kirim') as HTMLButtonElement
    expect(send.disabled).toBe(true)
    const choices = within(screen.getByTestId('alihkan-ke')).getAllByRole('option') as HTMLOptionElement[]
    expect(choices.map((o) => o.value)).toEqual(['', 'kanim', 'polres-metro', 'bp3mi'])
    type('alihkan-ke', 'bp3mi')
    type('alihkan-alasan', 'Korban PMI')
    fireEvent.click(send)
    expect((await screen.findByTestId('tawaran-polresta')).textContent).toContain(
      'Ditawarkan ke BP3MI. Polresta tetap bertanggung jawab sampai diterima.',
    )
    expect(seen.find((s) => s.path.endsWith('/delegate'))?.body).toMatchObject({
      agency: 'bp3mi',
      reason: 'Korban PMI',
    })
  })

  it('is offered with one tap to the agency it is offered to', async () => {
    const seen = open(
      alert({ obligations: [{ ...owed, offeredTo: 'bp3mi', reason: 'Korban PMI' }], mayAccept: true }),
      {
        'POST /api/alerts/a1/accept': () => ({
          body: obligation({ agency: 'bp3mi', state: 'Acknowledged' }),
        }),
      },
      me({ agency: { code: 'bp3mi', name: 'BP3MI' } }),
    )
    const bar = await screen.findByTestId('tawaran')
    expect(bar.textContent).toContain('Polresta')
    expect(bar.textContent).toContain('Korban PMI')
    fireEvent.click(screen.getByTestId('terima-alih'))
    await waitFor(() => expect(seen.some((s) => s.path === '/api/alerts/a1/accept')).toBe(true))
  })

  it('shows who took it over, on both sides', async () => {
    open(
      alert({
        obligations: [
          { ...owed, state: 'Delegated', offeredTo: 'bp3mi' },
          obligation({ agency: 'bp3mi', state: 'Acknowledged', offeredFrom: 'polresta', answeredBy: 'm9' }),
        ],
      }),
    )
    await waitFor(() =>
      expect(screen.getByTestId('grid-polresta').textContent).toContain('DIALIHKAN · BP3MI'),
    )
    expect(screen.getByTestId('grid-bp3mi').textContent).toContain('mengambil alih dari Polresta')
  })
})

describe('what only some may do', () => {
  it('releases an agency with a reason', async () => {
    const seen = open(alert({ mayWaive: true }), {
      'POST /api/alerts/a1/waive': () => ({
        body: obligation({ state: 'Waived', reason: 'Sudah ikut rapat' }),
      }),
    })
    fireEvent.click(await screen.findByTestId('bebaskan-polresta'))
    type('alasan', 'Sudah ikut rapat')
    fireEvent.click(screen.getByTestId('alasan-kirim'))
    await waitFor(() =>
      expect(seen.find((s) => s.path.endsWith('/waive'))?.body).toMatchObject({
        agency: 'polresta',
        reason: 'Sudah ikut rapat',
      }),
    )
  })

  it('reopens a resolved alert with a reason, and only when the server allows it', async () => {
    const seen = open(alert({ state: 'Resolved', mayReopen: true, mayUpdate: true }), {
      'POST /api/alerts/a1/reopen': () => ({ body: {} }),
    })
    fireEvent.click(await screen.findByTestId('buka-kembali'))
    expect(screen.queryByTestId('perbarui')).toBeNull()
    type('alasan', 'Korban muncul lagi')
    fireEvent.click(screen.getByTestId('alasan-kirim'))
    await waitFor(() =>
      expect(seen.find((s) => s.path.endsWith('/reopen'))?.body).toMatchObject({
        reason: 'Korban muncul lagi',
      }),
    )
  })

  it('offers none of it to anybody else', async () => {
    open(alert({ mayAnswer: true }))
    await screen.findByTestId('grid-polresta')
    for (const id of ['alihkan', 'tawaran', 'bebaskan-polresta', 'perbarui', 'buka-kembali'])
      expect(screen.queryByTestId(id), id).toBeNull()
  })
})

describe('an alert that was changed', () => {
  it('says so above everything else, with what changed from what to what', async () => {
    const posted = entry(1, { kind: 'alert.posted', data: { level: 'Mendesak' } })
    const update = entry(2, {
      kind: 'alert.updated',
      data: { version: 2, material: true, fields: ['level', 'location'], level: 'Kritis' },
    })
    open(alert({ version: 2, timeline: [posted, update] }))
    const note = await screen.findByTestId('isi-berubah')
    expect(note.textContent).toContain('Isi berubah · versi 2')
    expect(note.textContent).toContain('tingkat: MENDESAK → KRITIS')
    expect(note.textContent).toContain('tempat persis')
  })
})
