import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import RecoverPage from '../../src/session/RecoverPage'
import { SignInPage } from '../../src/session/SignInPage'
import { sessionNow, setSession } from '../../src/session/session'
import { fakePasskeys } from '../support/fakePasskeys'
import { fakeServer } from '../support/fakeServer'
import { me } from '../support/samples'

beforeEach(() => setSession({ status: 'out' }))
afterEach(() => vi.unstubAllGlobals())

const open = (page = <SignInPage />) => render(<MantineProvider env="test">{page}</MantineProvider>)
const type = (label: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } })
const refused = (code: string, detail: string, status = 401) => ({ status, body: { code, detail } })

function typeAccount() {
  type('Nama pengguna', 'petugas.kanim')
  type('Kata sandi', 'Hutan-Way-Kambas-71')
}

it('lets in with the password alone where the account asks for no more', async () => {
  const seen = fakeServer({
    'POST /api/session': () => ({ body: me() }),
    'GET /api/me': () => ({ body: me() }),
  })
  open()
  // A browser without passkeys is not offered one.
  expect(screen.queryByTestId('masuk-kunci')).toBeNull()
  expect(screen.queryByTestId('kode')).toBeNull()
  typeAccount()
  fireEvent.click(screen.getByTestId('masuk'))
  await waitFor(() => expect(sessionNow().status).toBe('in'))
  expect(seen[0]?.body).toEqual({
    userName: 'petugas.kanim',
    password: 'Hutan-Way-Kambas-71',
    sharedDevice: false,
  })
})

it('asks for the code only when the hub does, and for another account not any more', async () => {
  const seen = fakeServer({
    'POST /api/session': ({ body }) =>
      !body?.code
        ? refused('code_required', 'Masukkan juga kode.')
        : body.code === '123456'
          ? { body: me() }
          : refused('sign_in_failed', 'Nama akun atau kata sandi salah.'),
    'GET /api/me': () => ({ body: me() }),
  })
  open()
  typeAccount()
  fireEvent.click(screen.getByTestId('masuk'))
  const field = await screen.findByTestId('kode')
  expect(document.activeElement).toBe(field)
  // The password was right: that a code is asked for, too, is no alarm, and nobody is put out.
  expect(screen.queryByRole('alert')).toBeNull()
  type('Kata sandi', 'Hutan-Way-Kambas-72')
  expect(screen.queryByTestId('kode')).toBeNull()
  fireEvent.click(screen.getByTestId('masuk'))
  fireEvent.change(await screen.findByTestId('kode'), { target: { value: '000000' } })
  fireEvent.click(screen.getByTestId('masuk'))
  expect(await screen.findByText('Nama akun atau kata sandi salah.')).toBeTruthy()
  fireEvent.change(screen.getByTestId('kode'), { target: { value: ' 123456 ' } })
  fireEvent.click(screen.getByTestId('masuk'))
  await waitFor(() => expect(sessionNow().status).toBe('in'))
  expect(seen.filter((s) => s.path === '/api/session').at(-1)?.body?.code).toBe('123456')
})

it('lets in with a passkey, which is asked for only when the person acts', async () => {
  const asked = fakePasskeys()
  const seen = fakeServer({
    'POST /api/session/passkey/options': () => ({ body: { challenge: 'c1' } }),
    'POST /api/session/passkey': () => ({ body: me() }),
    'GET /api/me': () => ({ body: me() }),
  })
  open()
  expect(seen).toEqual([])
  fireEvent.click(screen.getByTestId('masuk-bersama'))
  fireEvent.click(screen.getByTestId('masuk-kunci'))
  await waitFor(() => expect(sessionNow().status).toBe('in'))
  expect(asked).toEqual([{ what: 'get', options: { challenge: 'c1', parsed: true } }])
  expect(seen[1]?.body).toEqual({ credential: { id: 'kunci-1' }, sharedDevice: true })
})

it('says plainly when the person closed the question, and that the hub does not know the key', async () => {
  let closes = true
  fakePasskeys(() => (closes ? new DOMException('closed', 'NotAllowedError') : { id: 'asing' }))
  fakeServer({
    'POST /api/session/passkey/options': () => ({ body: {} }),
    'POST /api/session/passkey': () => refused('passkey_refused', 'Kunci sandi ini tidak dikenal.'),
  })
  open()
  fireEvent.click(screen.getByTestId('masuk-kunci'))
  expect((await screen.findByRole('alert')).textContent).toContain('jendela browser ditutup')
  closes = false
  fireEvent.click(screen.getByTestId('masuk-kunci'))
  expect(await screen.findByText('Kunci sandi ini tidak dikenal.')).toBeTruthy()
})

it('offers passkeys no more where the address cannot have them', async () => {
  fakePasskeys()
  fakeServer({})
  open()
  fireEvent.click(screen.getByTestId('masuk-kunci'))
  expect((await screen.findByRole('alert')).textContent).toContain('Masuk dengan kata sandi')
  expect(screen.queryByTestId('masuk-kunci')).toBeNull()
  expect(screen.getByTestId('masuk-form')).toBeTruthy()
})

it('lets in with a code on paper, to secure the account anew', async () => {
  const seen = fakeServer({
    'POST /api/session/recovery': () => ({ body: me({ unfinished: true }) }),
    'GET /api/me': () => ({ body: me({ unfinished: true }) }),
  })
  open(<RecoverPage />)
  type('Nama pengguna', 'petugas.kanim')
  type('Kode pemulihan', ' abcd-efgh ')
  fireEvent.click(screen.getByTestId('pulih'))
  await waitFor(() => expect(sessionNow()).toMatchObject({ status: 'in', me: { unfinished: true } }))
  expect(seen[0]?.body).toMatchObject({ userName: 'petugas.kanim', code: 'abcd-efgh' })
})
