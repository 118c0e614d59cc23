import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import SecurePage from '../../src/session/SecurePage'
import { sessionNow, setSession } from '../../src/session/session'
import { type WaysIn, waysInCell } from '../../src/session/waysIn'
import { fakePasskeys } from '../support/fakePasskeys'
import { fakeServer } from '../support/fakeServer'
import { me } from '../support/samples'

const none: WaysIn = {
  passkeysPossible: true,
  passkeys: [],
  password: false,
  authenticator: false,
  recoveryCodes: 0,
  freshUntil: '2026-11-24T05:15:00Z',
}
const unfinished = () => sessionNow().status === 'in' && (sessionNow() as { me: object }).me

beforeEach(() => {
  waysInCell.forget()
  setSession({ status: 'in', me: me({ unfinished: true }) })
})
afterEach(() => vi.unstubAllGlobals())

const open = () =>
  render(
    <MantineProvider env="test">
      <SecurePage />
    </MantineProvider>,
  )

it('opens the rest once a passkey is made and its codes are kept', async () => {
  const asked = fakePasskeys(() => ({ id: 'baru' }))
  const seen = fakeServer({
    'GET /api/ways-in': () => ({ body: none }),
    'POST /api/passkeys/options': () => ({ body: { challenge: 'c2' } }),
    'POST /api/passkeys': () => ({
      status: 201,
      body: { id: 'k1', name: 'Ponsel dinas', recoveryCodes: ['aaaa-bbbb', 'cccc-dddd'] },
    }),
    'GET /api/me': () => ({ body: me() }),
  })
  open()
  fireEvent.change(await screen.findByTestId('kunci-nama'), { target: { value: 'Ponsel dinas' } })
  fireEvent.click(screen.getByTestId('kunci-buat'))
  expect((await screen.findByTestId('kode-pemulihan')).textContent).toContain('cccc-dddd')
  expect(asked).toEqual([{ what: 'create', options: { challenge: 'c2', parsed: true } }])
  expect(seen.find((s) => s.path === '/api/passkeys')?.body).toEqual({
    name: 'Ponsel dinas',
    credential: { id: 'baru' },
  })
  // They come only this once: nothing moves on before the person says that they are kept.
  expect(unfinished()).toMatchObject({ unfinished: true })
  expect(screen.getByTestId('kode-lanjut')).toHaveProperty('disabled', true)
  fireEvent.click(screen.getByTestId('kode-disimpan'))
  fireEvent.click(screen.getByTestId('kode-lanjut'))
  await waitFor(() => expect(unfinished()).toEqual(me()))
})

it('copies the codes, and says so when the browser does not let it', async () => {
  fakePasskeys()
  const written: string[] = []
  let lets = true
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: {
      writeText: async (text: string) => {
        if (!lets) throw new DOMException('no', 'NotAllowedError')
        written.push(text)
      },
    },
  })
  fakeServer({
    'GET /api/ways-in': () => ({ body: none }),
    'POST /api/passkeys/options': () => ({ body: {} }),
    'POST /api/passkeys': () => ({ status: 201, body: { id: 'k1', recoveryCodes: ['satu', 'dua'] } }),
  })
  open()
  fireEvent.click(await screen.findByTestId('kunci-buat'))
  fireEvent.click(await screen.findByTestId('kode-salin'))
  expect(await screen.findByText('Disalin.')).toBeTruthy()
  expect(written).toEqual(['satu\ndua'])
  lets = false
  fireEvent.click(screen.getByTestId('kode-salin'))
  expect(await screen.findByText(/Tandai dan salin sendiri/)).toBeTruthy()
})

it('goes by password and authenticator where there are no passkeys, one step after the other', async () => {
  let ways: WaysIn = { ...none, passkeysPossible: false }
  const seen = fakeServer({
    'GET /api/ways-in': () => ({ body: ways }),
    'PUT /api/password': ({ body }) => {
      if (String(body?.password).length < 12)
        return {
          status: 400,
          body: { code: 'validation_failed', errors: { password: ['Sedikitnya 12 karakter.'] } },
        }
      ways = { ...ways, password: true }
      return { status: 204 }
    },
    'POST /api/authenticator': () => ({
      body: {
        secret: 'ABCD EFGH',
        address: 'otpauth://totp/x',
        picture: 'data:image/svg+xml;base64,AA',
        token: 't1',
      },
    }),
    'PUT /api/authenticator': ({ body }) =>
      body?.code === '123456'
        ? { body: {} }
        : { status: 400, body: { code: 'validation_failed', errors: { code: ['Kode ini salah.'] } } },
    'GET /api/me': () => ({ body: me() }),
  })
  open()
  const password = await screen.findByTestId('sandi-baru')
  expect(screen.queryByTestId('kunci-buat')).toBeNull()
  expect(screen.queryByTestId('autentikator-pasang')).toBeNull()
  // There is no password yet that could be asked for.
  expect(screen.queryByTestId('sandi-sekarang')).toBeNull()
  fireEvent.change(password, { target: { value: 'pendek' } })
  fireEvent.click(screen.getByTestId('sandi-simpan'))
  expect(await screen.findByText('Sedikitnya 12 karakter.')).toBeTruthy()
  fireEvent.change(password, { target: { value: 'Hutan-Way-Kambas-71' } })
  fireEvent.click(screen.getByTestId('sandi-simpan'))
  fireEvent.click(await screen.findByTestId('autentikator-pasang'))
  expect((await screen.findByTestId('autentikator-rahasia')).textContent).toBe('ABCD EFGH')
  expect(screen.getByRole('img').getAttribute('src')).toBe('data:image/svg+xml;base64,AA')
  fireEvent.change(screen.getByTestId('kode'), { target: { value: '000000' } })
  fireEvent.click(screen.getByTestId('autentikator-simpan'))
  expect(await screen.findByText('Kode ini salah.')).toBeTruthy()
  fireEvent.change(screen.getByTestId('kode'), { target: { value: '123456' } })
  fireEvent.click(screen.getByTestId('autentikator-simpan'))
  // The account had its codes already, so there is nothing to wait for.
  await waitFor(() => expect(unfinished()).toEqual(me()))
  expect(seen.filter((s) => s.method === 'PUT').at(-1)?.body).toEqual({ token: 't1', code: '123456' })
})
