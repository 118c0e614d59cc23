import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { SecurityPart } from '../../src/session/SecurityPart'
import { sessionNow, setSession } from '../../src/session/session'
import { type WaysIn, waysInCell } from '../../src/session/waysIn'
import { fakePasskeys } from '../support/fakePasskeys'
import { fakeServer } from '../support/fakeServer'
import { me } from '../support/samples'

beforeEach(() => {
  waysInCell.forget()
  setSession({ status: 'in', me: me() })
})
afterEach(() => vi.unstubAllGlobals())

const fresh = { status: 403, body: { code: 'fresh_sign_in_required', detail: 'Masuk sekali lagi dahulu.' } }

function open(more: Parameters<typeof fakeServer>[0] = {}, part: Partial<WaysIn> = {}) {
  let ways: WaysIn = {
    passkeysPossible: true,
    passkeys: [
      { id: 'k1', name: 'Ponsel', createdAt: '2026-11-20T01:00:00Z' },
      { id: 'k2', name: 'Komputer', createdAt: '2026-11-21T01:00:00Z' },
    ],
    password: true,
    authenticator: true,
    recoveryCodes: 7,
    freshUntil: '2026-11-24T05:15:00Z',
    ...part,
  }
  const seen = fakeServer({
    ...more,
    'GET /api/ways-in': () => ({ body: ways }),
    'DELETE /api/passkeys/k1': () => {
      ways = { ...ways, passkeys: ways.passkeys.filter((k) => k.id !== 'k1') }
      return { status: 204 }
    },
  })
  render(
    <MantineProvider env="test">
      <SecurityPart />
    </MantineProvider>,
  )
  return seen
}

it('removes a key after asking', async () => {
  const seen = open()
  fireEvent.click(within(await screen.findByTestId('kunci-k1')).getByRole('button'))
  expect(seen.some((s) => s.method === 'DELETE')).toBe(false)
  fireEvent.click(screen.getByTestId('kunci-hapus'))
  await waitFor(() => expect(screen.queryByTestId('kunci-k1')).toBeNull())
  expect(screen.getByTestId('kunci-k2')).toBeTruthy()
})

it('says why the last way in stays', async () => {
  open({
    'DELETE /api/authenticator': () => ({
      status: 409,
      body: { code: 'last_way_in', detail: 'Ini satu-satunya cara Anda masuk.' },
    }),
  })
  fireEvent.click(await screen.findByTestId('autentikator-lepas'))
  expect(await screen.findByText('Ini satu-satunya cara Anda masuk.')).toBeTruthy()
})

it('has the person sign in once more in place, and then does what was asked', async () => {
  let isFresh = false
  const seen = open({
    'POST /api/recovery-codes': () => (isFresh ? { body: { recoveryCodes: ['baru-1'] } } : fresh),
    'POST /api/session': ({ body }) => {
      if (!body?.code) return { status: 401, body: { code: 'code_required' } }
      isFresh = true
      return { body: me() }
    },
    'GET /api/me': () => ({ body: me() }),
  })
  fireEvent.click(await screen.findByTestId('kode-baru'))
  const again = await screen.findByTestId('masuk-lagi')
  expect(document.activeElement?.textContent).toBe('Masuk sekali lagi')
  fireEvent.change(within(again).getByLabelText('Nama pengguna'), { target: { value: 'petugas' } })
  fireEvent.change(within(again).getByLabelText('Kata sandi'), { target: { value: 'rahasia' } })
  fireEvent.click(screen.getByTestId('masuk-lagi-sandi'))
  fireEvent.change(await screen.findByTestId('kode'), { target: { value: '123456' } })
  fireEvent.click(screen.getByTestId('masuk-lagi-sandi'))
  expect((await screen.findByTestId('kode-pemulihan')).textContent).toContain('baru-1')
  expect(sessionNow()).toEqual({ status: 'in', me: me() })
  expect(seen.filter((s) => s.path === '/api/recovery-codes')).toHaveLength(2)
  fireEvent.click(screen.getByTestId('kode-disimpan'))
  fireEvent.click(screen.getByTestId('kode-lanjut'))
  await waitFor(() => expect(screen.queryByTestId('kode-pemulihan')).toBeNull())
})

it('does nothing in the name of somebody else who signs in then', async () => {
  fakePasskeys()
  const seen = open({
    'POST /api/recovery-codes': () => fresh,
    'POST /api/session/passkey/options': () => ({ body: {} }),
    'POST /api/session/passkey': () => ({ body: me({ id: 'm9' }) }),
    'GET /api/me': () => ({ body: me({ id: 'm9' }) }),
  })
  fireEvent.click(await screen.findByTestId('kode-baru'))
  fireEvent.click(await screen.findByTestId('masuk-lagi-kunci'))
  await waitFor(() => expect(sessionNow()).toMatchObject({ me: { id: 'm9' } }))
  expect(seen.filter((s) => s.path === '/api/recovery-codes')).toHaveLength(1)
})

it('says that this device has a passkey already', async () => {
  fakePasskeys(() => new DOMException('known', 'InvalidStateError'))
  open({ 'POST /api/passkeys/options': () => ({ body: {} }) })
  fireEvent.click(await screen.findByTestId('kunci-tambah'))
  fireEvent.click(screen.getByTestId('kunci-buat'))
  expect((await screen.findByRole('alert')).textContent).toContain('sudah punya kunci sandi')
})

it('asks for the password so far before it takes another', async () => {
  const seen = open({
    'PUT /api/password': ({ body }) =>
      body?.current === 'Hutan-Way-Kambas-71'
        ? { status: 204 }
        : { status: 400, body: { code: 'validation_failed', errors: { current: ['Tidak cocok.'] } } },
  })
  fireEvent.click(await screen.findByTestId('sandi-ubah'))
  const current = screen.getByTestId('sandi-sekarang') as HTMLInputElement
  expect([current.type, current.autocomplete, current.required]).toEqual([
    'password',
    'current-password',
    true,
  ])
  fireEvent.change(current, { target: { value: 'salah' } })
  fireEvent.change(screen.getByTestId('sandi-baru'), { target: { value: 'kapal-jendela-sore-79' } })
  fireEvent.click(screen.getByTestId('sandi-simpan'))
  expect(await screen.findByText('Tidak cocok.')).toBeTruthy()
  expect(screen.queryByText('Kata sandi tersimpan.')).toBeNull()
  fireEvent.change(current, { target: { value: 'Hutan-Way-Kambas-71' } })
  fireEvent.click(screen.getByTestId('sandi-simpan'))
  expect(await screen.findByText('Kata sandi tersimpan.')).toBeTruthy()
  expect(seen.filter((s) => s.path === '/api/password').map((s) => s.body)).toEqual([
    { password: 'kapal-jendela-sore-79', current: 'salah' },
    { password: 'kapal-jendela-sore-79', current: 'Hutan-Way-Kambas-71' },
  ])
})

it('asks for none where there is none yet', async () => {
  const seen = open({ 'PUT /api/password': () => ({ status: 204 }) }, { password: false })
  fireEvent.click(await screen.findByTestId('sandi-ubah'))
  expect(screen.queryByTestId('sandi-sekarang')).toBeNull()
  fireEvent.change(screen.getByTestId('sandi-baru'), { target: { value: 'kapal-jendela-sore-79' } })
  fireEvent.click(screen.getByTestId('sandi-simpan'))
  expect(await screen.findByText('Kata sandi tersimpan.')).toBeTruthy()
  expect(seen.find((s) => s.path === '/api/password')?.body).toEqual({ password: 'kapal-jendela-sore-79' })
})
