import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AlertPage } from '../../src/alerts/AlertPage'
import { alertCells } from '../../src/alerts/alertStore'
import { followOutbox } from '../../src/alerts/followOutbox'
import type { Alert, Me } from '../../src/connection/contract'
import { setLive } from '../../src/connection/live'
import { deviceStore } from '../../src/outbox/deviceStore'
import { outboxOf, putOutboxAway } from '../../src/outbox/ownOutbox'
import { patience } from '../../src/outbox/useSending'
import { setSession } from '../../src/session/session'
import { forgetEverything } from '../../src/sync/cell'
import { fakeServer } from '../support/fakeServer'
import { alert, entry, me, obligation, organisation } from '../support/samples'

/** What goes through the database takes longer on a busy machine. */
const busy = { timeout: 20_000, interval: 250 }
patience.ms = 20_000
const inFuture = new Date(Date.now() + 4 * 60_000).toISOString()
const inPast = new Date(Date.now() - 60_000).toISOString()

beforeEach(async () => {
  setSession({ status: 'in', me: me() })
  for (const { place } of await deviceStore.all('m2')) await deviceStore.discard(place)
})
let leave = (): void => {}
afterEach(() => {
  leave()
  putOutboxAway()
  forgetEverything()
  vi.unstubAllGlobals()
})

function open(stored: Alert, who: Me = me(), more: Parameters<typeof fakeServer>[0] = {}) {
  setSession({ status: 'in', me: who })
  const seen = fakeServer({
    'GET /api/organisation': () => ({ body: organisation }),
    'GET /api/members': () => ({
      body: { items: [{ id: 'm2', name: 'Intan', position: 'P', agency: 'polresta', roles: ['liaison'] }] },
    }),
    'GET /api/alerts/a1': () => ({ body: stored }),
    'POST /api/alerts/a1/seen': () => ({ status: 204 }),
    ...more,
  })
  leave = followOutbox(outboxOf(who.id))
  render(
    <MantineProvider>
      <AlertPage id="a1" />
    </MantineProvider>,
  )
  return seen
}

const two = [
  obligation({ agency: 'kanim', state: 'Acknowledged', answeredBy: 'm9' }),
  obligation({ agency: 'polresta', dueAt: inPast }),
]

describe('one alert', () => {
  it('says who is asked next, and after the last round that nobody is left', async () => {
    const [last] = organisation.levels
    if (!last) throw new Error('The sample organisation has no ladder.')
    const steps = last.steps.length
    open(
      alert({
        level: last.code as Alert['level'],
        obligations: [
          obligation({ agency: 'kanim', level: steps, round: 1, nextStepAt: inFuture }),
          obligation({ agency: 'polresta', level: steps, round: last.rounds, nextStepAt: inFuture }),
        ],
      }),
    )
    expect((await screen.findByTestId('grid-kanim')).textContent).toContain('→ penghubung')
    expect(screen.getByTestId('grid-polresta').textContent).toContain('→ tidak terjangkau')
  })

  it('tells that it was seen and shows not yet first', async () => {
    const seen = open(alert({ obligations: two, mayAnswer: true }))
    await screen.findByTestId('grid-polresta')
    const rows = screen
      .getAllByTestId(/^grid-/)
      .map((r) => [r.dataset.testid, r.dataset.state, r.dataset.mark])
    expect(rows).toEqual([
      ['grid-polresta', 'Notified', 'late'],
      ['grid-kanim', 'Acknowledged', 'answered'],
    ])
    await waitFor(() =>
      expect(seen.some((s) => s.path === '/api/alerts/a1/seen' && s.body?.version === 1)).toBe(true),
    )
  })

  it('is accepted with one tap for the version on the screen, and can be taken back', async () => {
    let stored = alert({ obligations: [obligation({ dueAt: inFuture })], mayAnswer: true, version: 3 })
    const accepted = obligation({
      state: 'Acknowledged',
      answeredBy: 'm2',
      answeredAt: inPast,
      undoUntil: inFuture,
    })
    const seen = open(stored, me(), {
      'GET /api/alerts/a1': () => ({ body: stored }),
      'POST /api/alerts/a1/acknowledge': () => {
        stored = { ...stored, obligations: [accepted], mayAnswer: false }
        return { body: accepted }
      },
    })
    fireEvent.click(await screen.findByTestId('terima'))
    expect((await screen.findByTestId('batalkan-terima', undefined, busy)).textContent).toContain('Batalkan')
    expect(seen.find((s) => s.path.endsWith('/acknowledge'))?.body).toMatchObject({ version: 3 })
  })

  it('follows what others do as soon as news arrive', async () => {
    let stored = alert({ obligations: two })
    open(stored, me(), { 'GET /api/alerts/a1': () => ({ body: stored }) })
    await screen.findByTestId('grid-polresta')
    stored = { ...stored, timeline: [entry(1, { reveal: { text: { salt: 's', value: 'Tim meluncur.' } } })] }
    alertCells.of('a1').refreshSoon(0)
    expect(await screen.findByText('Tim meluncur.')).toBeTruthy()
  })

  it('draws only what the member may do', async () => {
    open(
      alert({ obligations: two, mayAnswer: false, mayMessage: false }),
      me({ id: 'm5', roles: ['officer'] }),
    )
    await screen.findByTestId('grid-polresta')
    for (const id of ['terima', 'tolak', 'pesan', 'selesaikan', 'batalkan-peringatan', 'eskalasi-polresta']) {
      expect(screen.queryByTestId(id), id).toBeNull()
    }
  })

  it('shows a message at once, marked as not sent, and once the server has it exactly once', async () => {
    let away = true
    let stored = alert({ obligations: two, mayMessage: true })
    open(stored, me(), {
      'GET /api/alerts/a1': () => ({ body: stored }),
      'POST /api/alerts/a1/messages': ({ body }) => {
        if (away) return 'unreachable'
        const reveal = { text: { salt: 's', value: body?.text } }
        stored = { ...stored, timeline: [entry(2, { actor: 'm2', reveal })] }
        return { status: 201, body: { channel: 'tppo', seq: 2 } }
      },
    })
    fireEvent.change(await screen.findByTestId('pesan'), { target: { value: 'Tim meluncur.' } })
    fireEvent.click(screen.getByTestId('pesan-kirim'))
    await waitFor(
      () => expect(screen.getByTestId('pesan-belum').textContent).toContain('TIDAK TERKIRIM'),
      busy,
    )
    expect((screen.getByTestId('pesan') as HTMLTextAreaElement).value).toBe('')
    away = false
    outboxOf('m2').hurry()
    await waitFor(() => expect(screen.queryByTestId('pesan-belum')).toBeNull(), busy)
    expect(screen.getAllByText('Tim meluncur.', { selector: '.speech-text' })).toHaveLength(1)
  })

  it('gives refused words back to whoever has just written them', async () => {
    open(alert({ obligations: two, mayMessage: true }), me(), {
      'POST /api/alerts/a1/messages': () => ({
        status: 400,
        body: { code: 'validation_failed', detail: 'Perlu diperbaiki.', errors: { text: ['Hapus NIK.'] } },
      }),
    })
    fireEvent.change(await screen.findByTestId('pesan'), { target: { value: 'NIK 1' } })
    fireEvent.click(screen.getByTestId('pesan-kirim'))
    expect(await screen.findByText('Hapus NIK.', undefined, busy)).toBeTruthy()
    expect((screen.getByTestId('pesan') as HTMLTextAreaElement).value).toBe('NIK 1')
    expect(outboxOf('m2').now().items).toEqual([])
  })

  it('says that an acceptance waits for the line, with the device’s time in it, and lets go of it', async () => {
    setLive({ state: 'disconnected' })
    const seen = open(alert({ obligations: two, mayAnswer: true }), me(), {
      'POST /api/alerts/a1/acknowledge': () => 'unreachable',
    })
    fireEvent.click(await screen.findByTestId('terima'))
    expect((await screen.findByTestId('terima-belum', undefined, busy)).textContent).toContain(
      'belum menjawab',
    )
    expect((screen.getByTestId('terima') as HTMLButtonElement).disabled).toBe(true)
    await waitFor(
      () =>
        expect(
          Date.parse(String(seen.find((s) => s.path.endsWith('acknowledge'))?.body?.deviceAt)),
        ).toBeGreaterThan(0),
      busy,
    )
    fireEvent.click(screen.getByTestId('terima-belum-batal'))
    await waitFor(
      () => expect((screen.getByTestId('terima') as HTMLButtonElement).disabled).toBe(false),
      busy,
    )
    setLive({ state: 'connecting' })
  })

  it('renders text as text', async () => {
    open(alert({ headline: '<img src=x onerror=alert(1)>', obligations: two }))
    expect(await screen.findByRole('heading', { name: '<img src=x onerror=alert(1)>' })).toBeTruthy()
    expect(document.querySelector('img')).toBeNull()
  })

  it('says on every surface that it is a drill', async () => {
    open(alert({ status: 'Exercise', obligations: two }))
    expect(await screen.findByText('LATIHAN')).toBeTruthy()
  })

  it('shows whom to call when nobody was reached, until a person acts', async () => {
    open(alert({ obligations: [obligation({ state: 'Exhausted' })] }), me(), {
      'GET /api/duty': () => ({ body: { agency: 'polresta', at: inPast, onDuty: [], next: [] } }),
    })
    expect((await screen.findByTestId('tidak-terjangkau-a1')).textContent).toContain('TIDAK TERJANGKAU')
    expect(await screen.findByText(/Tidak ada yang piket/)).toBeTruthy()
  })
})
