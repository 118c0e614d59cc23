import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { MembersPart } from '../../src/agencies/MembersPart'
import { peopleIn } from '../../src/agencies/peopleIn'
import type { Me, Member } from '../../src/connection/contract'
import { setSession } from '../../src/session/session'
import { forgetEverything } from '../../src/sync/cell'
import { fakeServer } from '../support/fakeServer'
import { me, organisation } from '../support/samples'

beforeEach(() => forgetEverything())
afterEach(() => vi.unstubAllGlobals())

const member = (id: string, part: Partial<Member> = {}): Member => ({
  id,
  name: `Nama ${id}`,
  position: 'Anggota',
  agency: 'polresta',
  roles: ['officer'],
  ...part,
})

async function open(who: Me, ...members: Member[]) {
  setSession({ status: 'in', me: who })
  let living = members
  const set = (suspended: boolean) => () => {
    living = living.map((m) => (m.id === 'm5' ? { ...m, suspended } : m))
    return { status: 204 }
  }
  const seen = fakeServer({
    'GET /api/organisation': () => ({ body: organisation }),
    'GET /api/members': () => ({ body: { items: living } }),
    'POST /api/members/m5/suspend': set(true),
    'POST /api/members/m5/restore': set(false),
    'POST /api/invitations': () => ({
      status: 201,
      body: { id: 'i1', secret: 'kembali', expiresAt: '2026-11-27T05:00:00Z' },
    }),
  })
  render(
    <MantineProvider env="test">
      <MembersPart />
    </MantineProvider>,
  )
  await screen.findAllByTestId(/^anggota-m\d$/)
  return seen
}

it('closes an account after asking, and opens it again', async () => {
  const seen = await open(me({ roles: ['admin'] }), member('m5'))
  fireEvent.click(screen.getByTestId('anggota-suspend-m5'))
  expect(seen.some((s) => s.method === 'POST')).toBe(false)
  fireEvent.click(screen.getByTestId('anggota-bekukan'))
  await waitFor(() => expect(screen.getByTestId('anggota-m5').textContent).toContain('dibekukan'))
  // Who cannot come in needs no link either.
  expect(screen.queryByTestId('anggota-link-m5')).toBeNull()
  fireEvent.click(screen.getByTestId('anggota-restore-m5'))
  fireEvent.click(screen.getByTestId('anggota-pulihkan'))
  await waitFor(() => expect(screen.getByTestId('anggota-m5').textContent).not.toContain('dibekukan'))
})

it('makes a link with which a member gets in again', async () => {
  const seen = await open(me({ roles: ['admin'] }), member('m5'))
  fireEvent.click(screen.getByTestId('anggota-link-m5'))
  fireEvent.click(screen.getByTestId('anggota-tautan'))
  const link = (await screen.findByTestId('tautan')) as HTMLInputElement
  expect(link.value).toContain('/#/undangan/kembali')
  expect(seen.find((s) => s.path === '/api/invitations')?.body).toMatchObject({ member: 'm5' })
})

it('gives nobody but the admin anything to do, and nobody about themselves', async () => {
  await open(me({ roles: ['liaison'] }), member('m5'))
  expect(screen.queryAllByRole('button')).toEqual([])
  expect(screen.queryByTestId('ke-undangan')).toBeNull()
})

it('shows the admin no acts on the own account, and no contacts of a screen', async () => {
  await open(me({ roles: ['admin'] }), member('m2'), member('m6', { roles: ['wall'], name: 'Layar' }))
  expect(screen.queryByTestId('anggota-suspend-m2')).toBeNull()
  expect(screen.getByTestId('anggota-remove-m6')).toBeTruthy()
  expect(screen.queryByTestId('anggota-kontak-m6')).toBeNull()
  expect(screen.queryByTestId('anggota-link-m6')).toBeNull()
  expect(screen.getByTestId('anggota-m6').textContent).toContain('layar dinding')
})

it('shows guests under their organisation to those who oversee the team, who keep them and no agency’s people', async () => {
  await open(
    me({ roles: ['secretariat'] }),
    member('m5', { agency: 'tamu:Rumah Aman', roles: ['guest'] }),
    member('m7'),
    member('m8', { agency: 'kanim' }),
  )
  expect(screen.getByTestId('anggota-m5').textContent).toContain('Tamu: Rumah Aman')
  expect(screen.getByTestId('anggota-suspend-m5')).toBeTruthy()
  expect(screen.queryByTestId('anggota-kontak-m5')).toBeNull()
  expect(screen.queryByTestId('anggota-suspend-m7')).toBeNull()
  expect(screen.queryByTestId('anggota-m8')).toBeNull()
})

it('offers neither screens nor closed accounts where people are chosen', () => {
  const all = [member('m1'), member('m3', { roles: ['wall'] }), member('m4', { suspended: true })]
  expect(peopleIn(all).map((m) => m.id)).toEqual(['m1'])
  expect(peopleIn(undefined)).toEqual([])
})
