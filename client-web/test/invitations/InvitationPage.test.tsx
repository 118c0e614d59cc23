import { MantineProvider } from '@mantine/core'
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import InvitationPage from '../../src/invitations/InvitationPage'
import {
  leaveInvitation,
  useInvitationSecret,
  watchInvitationLinks,
} from '../../src/invitations/openInvitation'
import { sessionNow, setSession } from '../../src/session/session'
import { fakeServer } from '../support/fakeServer'
import { me } from '../support/samples'

const opened = {
  kind: 'member',
  agency: { code: 'polresta', name: 'Polresta' },
  roles: ['officer', 'chief'],
  name: 'Intan Puspitasari',
  position: 'Kanit',
  expiresAt: '2026-11-27T05:00:00Z',
}

let stop = (): void => {}
beforeEach(() => {
  setSession({ status: 'out' })
  history.replaceState(null, '', '/#/undangan/rahasia-1')
  stop = watchInvitationLinks()
})
afterEach(() => {
  stop()
  leaveInvitation()
  vi.unstubAllGlobals()
})

// As the app does: the page is there as long as there is a link.
function Place() {
  const secret = useInvitationSecret()
  return secret ? <InvitationPage key={secret} secret={secret} /> : <p>Halaman lain</p>
}
const open = () =>
  render(
    <MantineProvider env="test">
      <Place />
    </MantineProvider>,
  )

it('is gone from the address before anything is drawn', () => {
  expect(location.pathname + location.hash).toBe('/')
})

it('is found as well when it is opened in a page that is there already', async () => {
  leaveInvitation()
  const seen = fakeServer({ 'POST /api/invitations/look': () => ({ body: opened }) })
  open()
  expect(screen.getByText('Halaman lain')).toBeTruthy()
  act(() => {
    history.replaceState(null, '', '/#/undangan/rahasia-2')
    dispatchEvent(new HashChangeEvent('hashchange'))
  })
  await screen.findByTestId('undangan-terima')
  expect(seen[0]?.body).toEqual({ token: 'rahasia-2' })
  expect(location.hash).toBe('')
})

it('says what it opens and makes the account under the name the person chose', async () => {
  const seen = fakeServer({
    'POST /api/invitations/look': () => ({ body: opened }),
    'POST /api/invitations/accept': ({ body }) =>
      body?.userName === 'intan.polresta'
        ? { body: me({ unfinished: true }) }
        : {
            status: 400,
            body: { code: 'validation_failed', errors: { userName: ['Nama ini sudah dipakai.'] } },
          },
    'GET /api/me': () => ({ body: me({ unfinished: true }) }),
  })
  open()
  const form = await screen.findByRole('form')
  for (const words of [
    'Anda diundang',
    'Intan Puspitasari',
    'Polresta',
    'petugas, kepala jaga',
    '27 Nov 2026',
  ])
    expect(form.textContent).toContain(words)
  fireEvent.change(screen.getByTestId('undangan-akun'), { target: { value: 'intan' } })
  fireEvent.click(screen.getByTestId('undangan-terima'))
  expect(await screen.findByText('Nama ini sudah dipakai.')).toBeTruthy()
  fireEvent.change(screen.getByTestId('undangan-akun'), { target: { value: ' intan.polresta ' } })
  fireEvent.click(screen.getByTestId('undangan-terima'))
  await screen.findByText('Halaman lain')
  expect(sessionNow()).toMatchObject({ status: 'in', me: { unfinished: true } })
  expect(seen.filter((s) => s.path === '/api/invitations/accept').at(-1)?.body).toEqual({
    token: 'rahasia-1',
    userName: 'intan.polresta',
    sharedDevice: false,
  })
})

it('sets up a screen without asking for a name', async () => {
  const wall = me({ roles: ['wall'] })
  const seen = fakeServer({
    'POST /api/invitations/look': () => ({ body: { ...opened, kind: 'screen', roles: ['wall'] } }),
    'POST /api/invitations/accept': () => ({ body: wall }),
    'GET /api/me': () => ({ body: wall }),
  })
  open()
  fireEvent.click(await screen.findByTestId('undangan-terima'))
  await waitFor(() => expect(sessionNow()).toEqual({ status: 'in', me: wall }))
  expect(seen[1]?.body).toEqual({ token: 'rahasia-1', sharedDevice: false })
})

it('goes on when the link was used by this very device and only the answer was lost', async () => {
  let tries = 0
  fakeServer({
    'POST /api/invitations/look': () => ({ body: { ...opened, kind: 'recovery', userName: 'intan' } }),
    'POST /api/invitations/accept': () =>
      tries++ === 0 ? 'unreachable' : { status: 410, body: { code: 'link_spent', detail: 'Sudah dipakai.' } },
    'GET /api/me': () => ({ body: me({ unfinished: true }) }),
  })
  open()
  expect((await screen.findByRole('form')).textContent).toContain('intan')
  fireEvent.click(screen.getByTestId('undangan-terima'))
  await screen.findByRole('alert')
  fireEvent.click(screen.getByTestId('undangan-terima'))
  await waitFor(() => expect(sessionNow().status).toBe('in'))
})

it('says that a spent link is spent, and the way home', async () => {
  fakeServer({
    'POST /api/invitations/look': () => ({
      status: 410,
      body: { code: 'link_spent', detail: 'Tautan ini sudah dipakai.', retryable: false },
    }),
  })
  open()
  expect(await screen.findByText('Tautan ini sudah dipakai.')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Ke halaman utama' }))
  expect(screen.getByText('Halaman lain')).toBeTruthy()
})

it('has whoever is signed in at the device sign out first', async () => {
  setSession({ status: 'in', me: me() })
  const seen = fakeServer({
    'DELETE /api/session': () => ({ status: 204 }),
    'POST /api/invitations/look': () => ({ body: opened }),
  })
  open()
  expect(screen.getByTestId('undangan').textContent).toContain('Intan Puspitasari sedang masuk')
  expect(seen).toEqual([])
  fireEvent.click(screen.getByTestId('undangan-keluar'))
  await screen.findByTestId('undangan-terima')
  expect(sessionNow().status).toBe('out')
})
