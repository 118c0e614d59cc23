import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Route, Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import { ReportPage } from '../../src/alerts/ReportPage'
import { setLive } from '../../src/connection/live'
import { outboxOf, putOutboxAway } from '../../src/outbox/ownOutbox'
import { patience } from '../../src/outbox/useSending'
import { setSession } from '../../src/session/session'
import { drop, recall } from '../../src/storage/device'
import { forgetEverything } from '../../src/sync/cell'
import { fakeServer, type Seen } from '../support/fakeServer'
import { channel, me, organisation } from '../support/samples'

/** What goes through the database takes longer on a busy machine. */
const busy = { timeout: 20_000, interval: 250 }
patience.ms = 20_000
beforeEach(async () => {
  setSession({ status: 'in', me: me({ roles: ['officer'] }) })
  await drop('draft:m2')
  await drop('lastRegion')
})
afterEach(() => {
  setLive({ state: 'connecting' })
  putOutboxAway()
  forgetEverything()
  vi.unstubAllGlobals()
})

type Answers = Parameters<typeof fakeServer>[0]

function open(answers: Answers) {
  const seen = fakeServer({
    'GET /api/organisation': () => ({ body: organisation }),
    'GET /api/members': () => ({ body: { items: [] } }),
    'GET /api/channels': () => ({ body: { items: [channel()] } }),
    ...answers,
  })
  const { hook, history } = memoryLocation({ path: '/lapor', record: true })
  const page = render(
    <MantineProvider>
      <Router hook={hook}>
        <Route path="/lapor/:step?">{({ step }) => <ReportPage step={step ?? 'jenis'} />}</Route>
      </Router>
    </MantineProvider>,
  )
  return { seen, history, page }
}

async function write(): Promise<void> {
  fireEvent.click(await screen.findByTestId('lapor-jenis-TPPO'))
  fireEvent.change(screen.getByTestId('lapor-wilayah'), { target: { value: '18.71.07' } })
  fireEvent.change(screen.getByTestId('lapor-judul'), { target: { value: 'Rumah penampungan' } })
  fireEvent.change(screen.getByTestId('lapor-cerita'), { target: { value: 'Dua puluh orang.' } })
}

const posts = (seen: Seen[]): Seen[] => seen.filter((s) => s.method === 'POST' && s.path === '/api/alerts')

describe('reporting', () => {
  it('takes three taps besides typing and leads to the alert', async () => {
    const { seen, history } = open({
      'POST /api/alerts': () => ({ status: 201, body: { id: 'a9', obligations: [] } }),
    })
    await write()
    fireEvent.click(screen.getByTestId('lapor-lanjut'))
    expect(screen.getByTestId('lapor-kirim').textContent).toBe('Kirim ke 2 instansi')
    fireEvent.click(screen.getByTestId('lapor-kirim'))
    await waitFor(() => expect(history.at(-1)).toBe('/peringatan/a9'), busy)
    expect(posts(seen)[0]?.body).toMatchObject({
      channel: 'tppo',
      caseType: 'TPPO',
      level: 'Kritis',
      headline: 'Rumah penampungan',
      regionCode: '18.71.07',
      possibleVictims: 'unknown',
    })
  })

  it('leads to the page of the unsent alert without a line, and sends the same act with the same key', async () => {
    let away = true
    const { seen, history } = open({
      'POST /api/alerts': () => (away ? 'unreachable' : { status: 201, body: { id: 'a9', obligations: [] } }),
    })
    await write()
    setLive({ state: 'disconnected' })
    fireEvent.click(screen.getByTestId('lapor-kirim'))
    await waitFor(() => expect(history.at(-1)).toMatch(/^\/peringatan\/kirim-\d+$/), busy)
    away = false
    outboxOf('m2').hurry()
    await waitFor(() => expect(posts(seen)).toHaveLength(2), busy)
    expect(posts(seen)[0]?.body?.clientKey).toBe(posts(seen)[1]?.body?.clientKey)
    await waitFor(() => expect(outboxOf('m2').now().items).toEqual([]))
  })

  it('shows what the server says about a field at that field', async () => {
    open({
      'POST /api/alerts': () => ({
        status: 400,
        body: {
          code: 'validation_failed',
          detail: 'Perlu diperbaiki.',
          errors: { narrative: ['Jangan menulis NIK.'] },
        },
      }),
    })
    await write()
    fireEvent.click(screen.getByTestId('lapor-kirim'))
    await waitFor(
      () => expect(screen.getByTestId('lapor-cerita').getAttribute('aria-invalid')).toBe('true'),
      busy,
    )
    expect(screen.getByText('Jangan menulis NIK.')).toBeTruthy()
    // The words are back in the draft and nowhere else.
    expect(outboxOf('m2').now().items).toEqual([])
    expect(await recall('draft:m2')).toMatchObject({ draft: { narrative: 'Dua puluh orang.' } })
  })

  it('asks for what is missing before sending', async () => {
    const { seen } = open({})
    fireEvent.click(await screen.findByTestId('lapor-jenis-KAWIN'))
    fireEvent.click(screen.getByTestId('lapor-kirim'))
    expect(await screen.findByText('Tulis dasar dugaan.')).toBeTruthy()
    expect(screen.queryByText('KRITIS', { selector: '.choice .level' })).toBeNull()
    expect(posts(seen)).toHaveLength(0)
  })

  it('loses no word when the page is left and opened again', async () => {
    const first = open({})
    await write()
    await new Promise((resolve) => setTimeout(resolve, 50))
    first.page.unmount()
    open({})
    await waitFor(() =>
      expect((screen.getByTestId('lapor-cerita') as HTMLTextAreaElement).value).toBe('Dua puluh orang.'),
    )
  })
})
