import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Me } from '../../src/connection/contract'
import DutyPage from '../../src/duty/DutyPage'
import { setSession } from '../../src/session/session'
import { forgetEverything } from '../../src/sync/cell'
import { fakeServer } from '../support/fakeServer'
import { me, organisation } from '../support/samples'

afterEach(() => {
  forgetEverything()
  vi.unstubAllGlobals()
})

const hours = (n: number): string => new Date(Date.now() + n * 3_600_000).toISOString()
const people = [
  { id: 'm2', name: 'Intan', position: 'Penghubung', agency: 'polresta', roles: ['liaison'] },
  { id: 'm3', name: 'Yoga', position: 'Perwira', agency: 'polresta', roles: ['chief'] },
  { id: 'm4', name: 'Bayu', position: 'Perwira', agency: 'polresta', roles: ['chief'] },
  { id: 'm8', name: 'Sekar', position: 'Penghubung', agency: 'kanim', roles: ['liaison'] },
]
const roster = {
  agency: 'polresta',
  timeZone: 'Asia/Makassar',
  rosters: [
    { role: 'liaison', shifts: [{ member: 'm2', from: '07:00', to: '07:00', days: [] }] },
    { role: 'chief', shifts: [{ member: 'm3', from: '19:00', to: '07:00', days: [1, 2, 3] }] },
  ],
}

function open(duty: object = {}, who: Me = me(), more: Parameters<typeof fakeServer>[0] = {}) {
  setSession({ status: 'in', me: who })
  const seen = fakeServer({
    'GET /api/organisation': () => ({ body: organisation }),
    'GET /api/members': () => ({ body: { items: people } }),
    'GET /api/duty/roster': () => ({ body: roster }),
    'GET /api/duty': () => ({
      body: { agency: 'polresta', at: hours(0), onDuty: [], next: [], gaps: [], overrides: [], ...duty },
    }),
    ...more,
  })
  render(
    <MantineProvider>
      <DutyPage />
    </MantineProvider>,
  )
  return seen
}

describe('my agency’s duty', () => {
  it('shows in red and with dates when nobody will be on duty', async () => {
    open({
      gaps: [
        { agency: 'polresta', role: 'chief', from: hours(-1), to: hours(3) },
        { agency: 'polresta', role: 'liaison', from: hours(20), to: hours(24 * 7) },
      ],
    })
    const gaps = await screen.findByTestId('jaga-celah')
    const [chief, liaison] = within(gaps).getAllByRole('listitem')
    expect(chief?.textContent).toMatch(/kepala jaga: sekarang – .* WITA/)
    expect(liaison?.textContent).toMatch(/penghubung: .* WITA – tanpa akhir/)
  })

  it('says so when there is always somebody', async () => {
    open()
    expect(await screen.findByTestId('jaga-tanpa-celah')).toBeTruthy()
  })

  it('reads the weekly roster of each role of the agency in words', async () => {
    open()
    expect((await screen.findByTestId('jadwal-chief')).textContent).toContain(
      '19.00–07.00 besoknya · Sen–Rab',
    )
    expect(screen.getByTestId('jadwal-liaison').textContent).toContain('WITA')
    expect(screen.queryByTestId('jadwal-chair')).toBeNull()
  })

  it('writes the roster of a role as a whole, only with people who have the role', async () => {
    const seen = open({}, me(), { 'POST /api/duty/assign': () => ({ body: {} }) })
    fireEvent.click(await screen.findByTestId('jadwal-ubah-chief'))
    fireEvent.click(screen.getByTestId('giliran-tambah'))
    const [, second] = screen.getAllByTestId('giliran')
    if (!second) throw new Error('The added line is missing.')
    const who = within(second).getByRole('combobox')
    expect(within(who).getAllByRole('option')).toHaveLength(2)
    fireEvent.change(who, { target: { value: 'm4' } })
    fireEvent.click(within(second).getByText('Min'))
    fireEvent.click(screen.getByTestId('jadwal-simpan'))
    await waitFor(() =>
      expect(seen.find((s) => s.path === '/api/duty/assign')?.body).toMatchObject({
        role: 'chief',
        shifts: [
          { member: 'm3', from: '19:00', to: '07:00', days: [1, 2, 3] },
          { member: 'm4', from: '07:00', to: '07:00', days: [1, 2, 3, 4, 5, 6] },
        ],
      }),
    )
  })

  it('names a stand-in on the agency’s clock, and takes one back', async () => {
    const standIn = {
      id: 'o1',
      role: 'chief',
      member: people[2],
      from: hours(1),
      to: hours(9),
      reason: 'Cuti',
    }
    const seen = open({ overrides: [standIn] }, me(), {
      'POST /api/duty/override': () => ({ body: {} }),
      'POST /api/duty/override/cancel': () => ({ body: {} }),
    })
    fireEvent.click(await screen.findByTestId('pengganti-tambah'))
    fireEvent.change(screen.getByTestId('pengganti-peran'), { target: { value: 'chief' } })
    fireEvent.change(screen.getByTestId('pengganti-siapa'), { target: { value: 'm4' } })
    fireEvent.change(screen.getByLabelText('Mulai (WITA)'), { target: { value: '2026-11-25T08:00' } })
    fireEvent.change(screen.getByLabelText('Selesai (WITA)'), { target: { value: '2026-11-25T20:00' } })
    fireEvent.click(screen.getByTestId('pengganti-simpan'))
    await waitFor(() =>
      expect(seen.find((s) => s.path === '/api/duty/override')?.body).toMatchObject({
        role: 'chief',
        member: 'm4',
        from: '2026-11-25T00:00:00.000Z',
        to: '2026-11-25T12:00:00.000Z',
      }),
    )
    fireEvent.click(within(screen.getByTestId('pengganti')).getByRole('button'))
    await waitFor(() =>
      expect(seen.find((s) => s.path === '/api/duty/override/cancel')?.body).toMatchObject({ id: 'o1' }),
    )
  })

  it('lets an officer read it and change nothing', async () => {
    open({}, me({ roles: ['officer'] }))
    await screen.findByTestId('jadwal-chief')
    for (const id of ['jadwal-ubah-chief', 'pengganti-tambah'])
      expect(screen.queryByTestId(id), id).toBeNull()
  })
})
