import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import UpdatePage from '../../src/alerts/UpdatePage'
import type { Alert } from '../../src/connection/contract'
import { setSession } from '../../src/session/session'
import { forgetEverything } from '../../src/sync/cell'
import { fakeServer } from '../support/fakeServer'
import { alert, me, organisation } from '../support/samples'

afterEach(() => {
  forgetEverything()
  vi.unstubAllGlobals()
})

function open(stored: Alert, more: Parameters<typeof fakeServer>[0] = {}) {
  setSession({ status: 'in', me: me() })
  const seen = fakeServer({
    'GET /api/organisation': () => ({ body: organisation }),
    'GET /api/members': () => ({ body: { items: [] } }),
    'GET /api/alerts/a1': () => ({ body: stored }),
    ...more,
  })
  render(
    <MantineProvider>
      <UpdatePage id="a1" />
    </MantineProvider>,
  )
  return seen
}

const type = (testId: string, value: string): void => {
  fireEvent.change(screen.getByTestId(testId), { target: { value } })
}

describe('changing an alert', () => {
  const stored = alert({ mayUpdate: true, version: 3, requiredAgencies: ['polresta'] })

  it('warns before everybody is asked again, and sends only what changed for the version that was read', async () => {
    const seen = open(stored, { 'POST /api/alerts/a1/update': () => ({ body: { version: 4 } }) })
    await screen.findByTestId('ubah-judul')
    expect((screen.getByTestId('ubah-kirim') as HTMLButtonElement).disabled).toBe(true)
    type('ubah-judul', 'Rumah penampungan kedua')
    expect(screen.getByTestId('ubah-akibat').dataset.material).toBe('true')
    fireEvent.click(screen.getByTestId('ubah-perbaikan'))
    expect(screen.getByTestId('ubah-akibat').dataset.material).toBe('false')
    type('ubah-wilayah', '18.72')
    expect(screen.getByTestId('ubah-akibat').dataset.material).toBe('true')
    fireEvent.click(screen.getByTestId('ubah-kirim'))
    await waitFor(() =>
      expect(seen.find((s) => s.path.endsWith('/update'))?.body).toMatchObject({
        version: 3,
        correction: true,
        changes: { headline: 'Rumah penampungan kedua', regionCode: '18.72' },
      }),
    )
  })

  it('loses no word when somebody else was faster', async () => {
    let now = stored
    const seen = open(stored, {
      'GET /api/alerts/a1': () => ({ body: now }),
      'POST /api/alerts/a1/update': ({ body }) =>
        body?.version === 3
          ? { status: 409, body: { code: 'version_changed', detail: 'Isi berubah.', retryable: false } }
          : { body: { version: 5 } },
    })
    await screen.findByTestId('ubah-cerita')
    type('ubah-cerita', 'Dua mobil terlihat.')
    now = { ...stored, version: 4, level: 'Rutin' }
    fireEvent.click(screen.getByTestId('ubah-kirim'))
    fireEvent.click(await screen.findByTestId('ubah-terbaru'))
    expect((screen.getByTestId('ubah-cerita') as HTMLTextAreaElement).value).toBe('Dua mobil terlihat.')
    fireEvent.click(screen.getByTestId('ubah-kirim'))
    await waitFor(() =>
      expect(seen.filter((s) => s.path.endsWith('/update')).at(-1)?.body).toMatchObject({
        version: 4,
        changes: { narrative: 'Dua mobil terlihat.' },
      }),
    )
    expect(seen.filter((s) => s.path.endsWith('/update')).at(-1)?.body?.changes).not.toHaveProperty('level')
  })

  it('is refused to whoever may not', async () => {
    open(alert())
    expect(await screen.findByText(/tidak dapat Anda ubah/)).toBeTruthy()
    expect(screen.queryByTestId('ubah-judul')).toBeNull()
  })
})
