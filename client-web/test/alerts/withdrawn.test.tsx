import { MantineProvider } from '@mantine/core'
import { act, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { AlertPage } from '../../src/alerts/AlertPage'
import { alertCells, alertChanged, openAlerts } from '../../src/alerts/alertStore'
import UpdatePage from '../../src/alerts/UpdatePage'
import { ChannelLogView } from '../../src/channels/ChannelLogView'
import { channelLog, forgetLogs } from '../../src/channels/channelLog'
import type { Entry } from '../../src/connection/contract'
import { startLiveUpdates } from '../../src/liveUpdates'
import { deviceStore } from '../../src/outbox/deviceStore'
import { putOutboxAway } from '../../src/outbox/ownOutbox'
import { setSession } from '../../src/session/session'
import { recall } from '../../src/storage/device'
import { forgetEverything } from '../../src/sync/cell'
import { announce, announcementNow, dismissAnnouncement } from '../../src/ui/announce'
import { fakeServer } from '../support/fakeServer'
import { alert, channel, entry, me, organisation, row } from '../support/samples'

const hub = vi.hoisted(() => ({ calls: {} as Record<string, (...args: unknown[]) => void> }))

vi.mock('@microsoft/signalr', () => {
  class HubConnectionBuilder {
    withUrl() {
      return this
    }
    configureLogging() {
      return this
    }
    build() {
      let closed = (): void => {}
      return {
        on(name: string, call: (...args: unknown[]) => void) {
          hub.calls[name] = call
        },
        onclose(callback: () => void) {
          closed = callback
        },
        async start() {},
        async stop() {
          closed()
        },
        async invoke() {},
      }
    }
  }
  return { HttpTransportType: { WebSockets: 1 }, HubConnectionBuilder, LogLevel: { None: 6 } }
})

const busy = { timeout: 20_000 }
const words = { headline: 'Rumah penampungan', narrative: 'Warga melapor.' }
const posted = entry(1, {
  kind: 'alert.posted',
  alertId: 'a1',
  reveal: { headline: { salt: 's', value: words.headline } },
})
const stub = (seq: number): Entry => ({ seq, kind: 'withheld', prevHash: `h${seq - 1}`, hash: `h${seq}` })

let stop = (): void => {}
beforeEach(() => setSession({ status: 'in', me: me() }))
afterEach(() => {
  stop()
  stop = () => {}
  putOutboxAway()
  forgetEverything()
  forgetLogs()
  dismissAnnouncement()
  vi.unstubAllGlobals()
})

function serve() {
  const state = { readable: true, entries: [posted] }
  fakeServer({
    'GET /api/organisation': () => ({ body: organisation }),
    'GET /api/members': () => ({ body: { items: [] } }),
    'GET /api/channels': () => ({ body: { items: [channel({ head: state.entries.length })] } }),
    'GET /api/channels/tppo/entries': ({ path }) => ({
      body: {
        epoch: 'e1',
        head: state.entries.length,
        entries: state.entries
          .map((e) => (state.readable ? e : stub(e.seq)))
          .slice(Number(new URLSearchParams(path.split('?')[1]).get('after'))),
      },
    }),
    'POST /api/alerts/search': () => ({ body: { items: state.readable ? [row()] : [] } }),
    'GET /api/alerts/a1': () =>
      state.readable
        ? { body: alert({ ...words, mayUpdate: true }) }
        : { status: 404, body: { code: 'not_found', detail: 'Tidak ditemukan.' } },
    'POST /api/alerts/a1/seen': () => ({ status: 204 }),
  })
  return state
}

const open = (page: React.ReactNode) => render(<MantineProvider env="test">{page}</MantineProvider>)

it('is gone from the page, the lists, the logs and the announcement, with a plain sentence in its place', async () => {
  const state = serve()
  await openAlerts.refresh()
  await channelLog('tppo').load()
  announce(`Peringatan baru: ${words.headline}`, { href: '/peringatan/a1' })
  open(<AlertPage id="a1" />)
  await screen.findByText(words.narrative)
  state.readable = false
  act(() => alertChanged('a1'))
  expect((await screen.findByTestId('peringatan-ditarik', {}, busy)).textContent).toContain(
    'tidak lagi dibagikan',
  )
  for (const word of Object.values(words)) expect(document.body.textContent).not.toContain(word)
  expect(alertCells.of('a1').now().value).toBeUndefined()
  expect(openAlerts.now().value?.items).toEqual([])
  expect(channelLog('tppo').now().entries).toEqual([stub(1)])
  expect(announcementNow()).toBeUndefined()
})

it('takes along what was being changed in it', async () => {
  const state = serve()
  open(<UpdatePage id="a1" />)
  await screen.findByDisplayValue(words.headline)
  state.readable = false
  act(() => alertChanged('a1'))
  await screen.findByTestId('peringatan-ditarik', {}, busy)
  expect(screen.queryByDisplayValue(words.headline)).toBeNull()
})

it('stays, as old, while the hub is only out of reach', async () => {
  serve()
  open(<AlertPage id="a1" />)
  await screen.findByText(words.narrative)
  fakeServer({ 'GET /api/alerts/a1': () => 'unreachable' })
  await act(() => alertCells.of('a1').refresh())
  expect(screen.getByText(words.narrative)).toBeTruthy()
  expect(screen.queryByTestId('peringatan-ditarik')).toBeNull()
})

it('goes at once when an entry comes that does not even say of which alert it is', async () => {
  const state = serve()
  await alertCells.of('a1').refresh()
  announce(`Peringatan baru: ${words.headline}`, { href: '/peringatan/a1' })
  stop = startLiveUpdates(me())
  open(<ChannelLogView channel={channel()} />)
  await screen.findByText(words.headline)
  await vi.waitFor(() => expect(hub.calls.entries).toBeDefined(), busy)
  state.readable = false
  state.entries = [posted, stub(2)]
  act(() => hub.calls.entries?.('tppo', 'e1', [stub(2)]))
  await vi.waitFor(() => expect(screen.queryByText(words.headline)).toBeNull(), busy)
  await vi.waitFor(() => expect(announcementNow()).toBeUndefined(), busy)
  expect(alertCells.of('a1').now().value).toBeUndefined()
})

it('was never kept on the device', async () => {
  serve()
  stop = startLiveUpdates(me())
  open(
    <>
      <AlertPage id="a1" />
      <ChannelLogView channel={channel()} />
    </>,
  )
  await screen.findByText(words.narrative)
  const kept = [
    ...(await Promise.all((['me', 'organisation', 'channels', 'draft:m2'] as const).map((k) => recall(k)))),
    ...(await deviceStore.all('m2')),
  ]
  expect(JSON.stringify(kept)).toContain('tppo')
  for (const word of Object.values(words)) expect(JSON.stringify(kept)).not.toContain(word)
})
