import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Me } from '../../src/connection/contract'
import InvitationsPage from '../../src/invitations/InvitationsPage'
import type { Invitation } from '../../src/invitations/invitations'
import { setSession } from '../../src/session/session'
import { forgetEverything } from '../../src/sync/cell'
import { fakeServer } from '../support/fakeServer'
import { channel, me, organisation } from '../support/samples'

beforeEach(() => forgetEverything())
afterEach(() => vi.unstubAllGlobals())

const waiting: Invitation = {
  id: 'i1',
  agency: { code: 'polresta', name: 'Polresta' },
  roles: ['officer'],
  name: 'Bayu',
  position: 'Kanit',
  channels: [],
  createdAt: '2026-11-24T05:00:00Z',
  expiresAt: '2026-11-27T05:00:00Z',
}

function open(who: Me, more: Parameters<typeof fakeServer>[0] = {}) {
  setSession({ status: 'in', me: who })
  let living = [waiting]
  const seen = fakeServer({
    'POST /api/invitations': () => ({
      status: 201,
      body: { id: 'i2', secret: 'rahasia-baru', expiresAt: '2026-11-27T05:00:00Z' },
    }),
    ...more,
    'GET /api/invitations': () => ({ body: { items: living } }),
    'DELETE /api/invitations/i1': () => {
      living = []
      return { status: 204 }
    },
    'GET /api/organisation': () => ({
      body: {
        ...organisation,
        agencies: [
          ...organisation.agencies,
          { code: 'timpora', name: 'Sekretariat', kind: 'secretariat', regions: [] },
        ],
      },
    }),
    'GET /api/members': () => ({ body: { items: [] } }),
    'GET /api/channels': () => ({
      body: { items: [channel(), channel({ slug: 'meja-x', name: 'Meja', kind: 'desk' })] },
    }),
  })
  render(
    <MantineProvider env="test">
      <InvitationsPage />
    </MantineProvider>,
  )
  return () => seen.find((s) => s.method === 'POST')?.body
}

const write = (testId: string, value: string) =>
  fireEvent.change(screen.getByTestId(testId), { target: { value } })
const kinds = () =>
  screen.queryAllByTestId(/^undang-(member|screen|guest|admin)$/).map((k) => k.dataset.testid)

it('makes a link for a member of the own agency and shows it this once', async () => {
  const sent = open(me({ roles: ['admin'] }))
  expect(kinds()).toEqual(['undang-member', 'undang-screen'])
  fireEvent.click(screen.getByTestId('undang-member'))
  write('undang-nama', ' Sari Dewi ')
  write('undang-jabatan', 'Penyidik')
  expect(screen.getByTestId('undang-buat')).toHaveProperty('disabled', true)
  // What only the secretariat's agency has is not offered elsewhere.
  expect(screen.queryByTestId('undang-pilih-auditor')).toBeNull()
  fireEvent.click(screen.getByTestId('undang-pilih-chief'))
  fireEvent.click(screen.getByTestId('undang-pilih-officer'))
  fireEvent.click(screen.getByTestId('undang-buat'))
  const link = (await screen.findByTestId('tautan')) as HTMLInputElement
  expect(link.value).toBe(`${location.origin}/#/undangan/rahasia-baru`)
  expect(sent()).toMatchObject({
    roles: ['officer', 'chief'],
    name: 'Sari Dewi',
    position: 'Penyidik',
    agency: 'polresta',
  })
  fireEvent.click(screen.getByTestId('tautan-selesai'))
  expect(document.body.innerHTML).not.toContain('rahasia-baru')
})

it('offers the offices of the team in the secretariat’s agency', async () => {
  open(me({ roles: ['admin'], agency: { code: 'timpora', name: 'Sekretariat' } }))
  fireEvent.click(screen.getByTestId('undang-member'))
  await screen.findByTestId('undang-pilih-chair')
  expect(screen.getByTestId('undang-pilih-secretariat')).toBeTruthy()
})

it('makes a link for a screen', async () => {
  const sent = open(me({ roles: ['admin'] }))
  fireEvent.click(screen.getByTestId('undang-screen'))
  write('undang-nama', 'Layar 1')
  write('undang-jabatan', 'Ruang piket')
  fireEvent.click(screen.getByTestId('undang-buat'))
  await screen.findByTestId('tautan')
  expect(sent()).toMatchObject({ roles: ['wall'], name: 'Layar 1', agency: 'polresta' })
})

it('lets the secretariat invite guests into channels, no desk among them, and an agency’s admin', async () => {
  const sent = open(me({ roles: ['secretariat'] }))
  expect(kinds()).toEqual(['undang-guest', 'undang-admin'])
  fireEvent.click(screen.getByTestId('undang-guest'))
  fireEvent.click(await screen.findByTestId('undang-pilih-tppo'))
  expect(screen.queryByTestId('undang-pilih-meja-x')).toBeNull()
  write('undang-organisasi', 'IOM')
  write('undang-nama', 'Ana')
  write('undang-jabatan', 'Pendamping')
  fireEvent.click(screen.getByTestId('undang-buat'))
  await screen.findByTestId('tautan')
  expect(sent()).toEqual({
    roles: ['guest'],
    organisation: 'IOM',
    channels: ['tppo'],
    name: 'Ana',
    position: 'Pendamping',
  })
})

it('chooses the agency of a new admin from the team', async () => {
  const sent = open(me({ roles: ['chair'] }))
  fireEvent.click(screen.getByTestId('undang-admin'))
  const agency = await screen.findByTestId('undang-instansi')
  await within(agency).findByText('BP3MI')
  fireEvent.change(agency, { target: { value: 'bp3mi' } })
  write('undang-nama', 'Tirta')
  write('undang-jabatan', 'Kepala')
  fireEvent.click(screen.getByTestId('undang-buat'))
  await screen.findByTestId('tautan')
  expect(sent()).toMatchObject({ roles: ['admin'], agency: 'bp3mi' })
})

it('keeps what was typed when the hub refuses it, and says at the field why', async () => {
  open(me({ roles: ['admin'] }), {
    'POST /api/invitations': () => ({
      status: 400,
      body: {
        code: 'validation_failed',
        detail: 'Ada isian yang perlu diperbaiki.',
        errors: { position: ['Terlalu panjang.'], other: ['Terlalu banyak tautan.'] },
      },
    }),
  })
  fireEvent.click(screen.getByTestId('undang-screen'))
  write('undang-nama', 'Layar')
  write('undang-jabatan', 'Ruang')
  fireEvent.click(screen.getByTestId('undang-buat'))
  expect(await screen.findByText('Terlalu panjang.')).toBeTruthy()
  expect(screen.getByText('Terlalu banyak tautan.')).toBeTruthy()
  expect((screen.getByTestId('undang-nama') as HTMLInputElement).value).toBe('Layar')
})

it('withdraws a link that nobody has used', async () => {
  open(me({ roles: ['admin'] }))
  const row = await screen.findByTestId('undangan-i1')
  fireEvent.click(within(row).getByRole('button'))
  await waitFor(() => expect(screen.queryByTestId('undangan-i1')).toBeNull())
})
