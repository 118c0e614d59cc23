import { MantineProvider } from '@mantine/core'
import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { App } from '../../src/App'
import { forgetLogs } from '../../src/channels/channelLog'
import type { Me } from '../../src/connection/contract'
import { putOutboxAway } from '../../src/outbox/ownOutbox'
import { setSession } from '../../src/session/session'
import { forgetEverything } from '../../src/sync/cell'
import { fakeServer } from '../support/fakeServer'
import { channel, me, organisation } from '../support/samples'

const hub = vi.hoisted(() => ({ starts: 0 }))

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
        on() {},
        onclose(callback: () => void) {
          closed = callback
        },
        async start() {
          hub.starts++
        },
        async stop() {
          closed()
        },
        async invoke() {},
      }
    }
  }
  return { HttpTransportType: { WebSockets: 1 }, HubConnectionBuilder, LogLevel: { None: 6 } }
})

/** Places are loaded when somebody goes there, which takes a moment on a busy machine. */
const busy = { timeout: 20_000 }
const guest = me({
  name: 'Ana',
  roles: ['guest'],
  agency: { code: 'tamu:Rumah Aman', name: 'Rumah Aman' },
})

beforeEach(() => {
  hub.starts = 0
  history.replaceState(null, '', '/')
})
afterEach(() => {
  putOutboxAway()
  forgetEverything()
  forgetLogs()
  vi.unstubAllGlobals()
})

function open(who: Me) {
  setSession({ status: 'in', me: who })
  const seen = fakeServer({
    'GET /api/organisation': () => ({ body: organisation }),
    'GET /api/members': () => ({
      body: {
        items: [{ id: who.id, name: 'Pendamping', position: 'P', agency: who.agency.code, roles: who.roles }],
      },
    }),
    'GET /api/channels': () => ({
      body: {
        items: [channel({ name: 'TPPO Lampung', admits: ['polresta'], guests: ['Rumah Aman', 'IOM'] })],
      },
    }),
    'GET /api/channels/tppo/entries': () => ({ body: { epoch: 'e1', head: 0, entries: [] } }),
    'DELETE /api/channels/tppo/guests/Rumah%20Aman': () => ({ status: 204 }),
    'POST /api/alerts/search': () => ({ body: { items: [] } }),
    'GET /api/sessions': () => ({ body: { items: [] } }),
    'GET /api/members/m2/contacts': () => ({ body: {} }),
    'GET /api/ways-in': () => ({
      body: {
        passkeysPossible: false,
        passkeys: [],
        password: true,
        authenticator: false,
        recoveryCodes: 0,
        freshUntil: '2026-11-24T05:00:00Z',
      },
    }),
    'GET /api/wall': () => ({
      body: { now: '2026-11-24T05:00:00Z', agency: who.agency, alerts: [], more: 0 },
    }),
  })
  render(
    <MantineProvider env="test">
      <App />
    </MantineProvider>,
  )
  return seen
}

const places = () =>
  within(screen.getByRole('navigation', { name: 'Tempat' }))
    .getAllByRole('link')
    .map((link) => link.getAttribute('href'))

it('leads whoever has not secured the account there and nowhere else', async () => {
  history.replaceState(null, '', '/kanal/tppo')
  const seen = open(me({ unfinished: true }))
  const page = await screen.findByTestId('amankan', {}, busy)
  expect(page.textContent).toContain('Intan Puspitasari')
  expect(screen.queryByRole('navigation')).toBeNull()
  // Nothing but the ways in is asked for: all else would be refused.
  await waitFor(() => expect(seen.length).toBeGreaterThan(0))
  expect(new Set(seen.map((s) => s.path))).toEqual(new Set(['/api/ways-in']))
  expect(hub.starts).toBe(0)
})

it('shows a screen its wall at whatever address, without a line to the hub', async () => {
  history.replaceState(null, '', '/peringatan/a1')
  const seen = open(me({ roles: ['wall'], name: 'Layar' }))
  await screen.findByTestId('dinding', {}, busy)
  await screen.findByText('Tidak ada peringatan yang berjalan.')
  expect(screen.queryByRole('navigation')).toBeNull()
  expect(new Set(seen.map((s) => s.path))).toEqual(new Set(['/api/wall', '/api/organisation']))
  expect(hub.starts).toBe(0)
})

describe('the address after signing in', () => {
  const going = () => [vi.spyOn(history, 'pushState'), vi.spyOn(history, 'replaceState')]
  const gone = (spies: ReturnType<typeof going>) =>
    spies.flatMap((spy) => spy.mock.calls.map(([, , to]) => String(to)))

  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/kanal//evil.example/..//',
    'https://evil.example',
    'https:evil.example',
    ' https://evil.example',
    'javascript:alert(document.domain)//evil',
    '/javascript:alert(1)//evil',
    'data:text/html,evil',
    'evil',
    '/masuk?lalu=//evil.example',
  ])('is never %j', async (foreign) => {
    history.replaceState(null, '', `/masuk?lalu=${encodeURIComponent(foreign)}`)
    const spies = going()
    open(guest)
    await waitFor(() => expect(location.pathname).toBe('/kanal'), busy)
    expect(gone(spies)).toEqual(['/kanal'])
  })

  it.each(['/kanal/tppo', '/lainnya', '/peringatan/0199aa11-0000-7000-8000-000000000001'])(
    'is %s, which is ours',
    async (own) => {
      history.replaceState(null, '', `/masuk?lalu=${encodeURIComponent(own)}`)
      const spies = going()
      open(guest)
      await waitFor(() => expect(location.pathname).toBe(own), busy)
      expect(gone(spies)).toEqual([own])
    },
  )
})

it('shows guests their places only, and asks nothing that they may not know', async () => {
  history.replaceState(null, '', '/lapor')
  const seen = open(guest)
  await waitFor(() => expect(location.pathname).toBe('/kanal'), busy)
  expect(places()).toEqual(['/peringatan', '/kanal', '/lainnya'])
  await screen.findByTestId('kanal-tppo', {}, busy)
  for (const path of ['/meja', '/lainnya/ukuran', '/lainnya/jaga', '/lainnya/undangan']) {
    act(() => history.pushState(null, '', path))
    await waitFor(() => expect(location.pathname).toBe('/kanal'), busy)
  }
  fireEvent.click(screen.getByRole('link', { name: 'Lainnya' }))
  const members = await screen.findByText('Anggota Tamu: Rumah Aman', {}, busy)
  expect(members).toBeTruthy()
  expect(screen.queryByText('Piket instansi saya')).toBeNull()
  expect(screen.queryByTestId('ke-ukuran')).toBeNull()
  expect(seen.filter((s) => /duty|roster|measures/.test(s.path))).toEqual([])
})

it('tells who from outside reads along in a channel, and lets only those who oversee the team end that', async () => {
  history.replaceState(null, '', '/kanal/tppo')
  open(me())
  await screen.findByText('Tamu ikut membaca: Rumah Aman, IOM.', {}, busy)
  expect(screen.queryByTestId('tamu-IOM')).toBeNull()
})

it('ends after asking that guests read along', async () => {
  history.replaceState(null, '', '/kanal/tppo')
  const seen = open(me({ roles: ['secretariat'] }))
  const row = await screen.findByTestId('tamu-Rumah Aman', {}, busy)
  fireEvent.click(within(row).getByRole('button'))
  expect(seen.some((s) => s.method === 'DELETE')).toBe(false)
  fireEvent.click(screen.getByTestId('tamu-keluarkan'))
  await waitFor(() =>
    expect(seen.find((s) => s.method === 'DELETE')?.path).toBe('/api/channels/tppo/guests/Rumah%20Aman'),
  )
})
