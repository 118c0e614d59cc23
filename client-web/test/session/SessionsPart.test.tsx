import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { SessionsPart } from '../../src/session/SessionsPart'
import { type DeviceSession, sessionsCell } from '../../src/session/sessions'
import { fakeServer } from '../support/fakeServer'

const session = (id: string, rest: Partial<DeviceSession> = {}): DeviceSession => ({
  id,
  device: 'Chrome · Android',
  createdAt: '2026-11-24T01:00:00Z',
  lastUsedAt: '2026-11-24T02:00:00Z',
  endsAt: '2026-11-24T13:00:00Z',
  sharedDevice: false,
  current: false,
  ...rest,
})

beforeEach(() => sessionsCell.forget())
afterEach(() => vi.unstubAllGlobals())

function shows(...all: DeviceSession[]) {
  let living = all
  const seen = fakeServer({
    'GET /api/sessions': () => ({ body: { items: living, next: null } }),
    'DELETE /api/sessions/s2': () => {
      living = living.filter((s) => s.id !== 's2')
      return { status: 204 }
    },
    'DELETE /api/sessions': () => {
      living = living.filter((s) => s.current)
      return { status: 204 }
    },
  })
  render(
    <MantineProvider env="test">
      <SessionsPart />
    </MantineProvider>,
  )
  return seen
}

it('shows where I am signed in and ends one', async () => {
  shows(session('s1', { current: true, device: 'Firefox · Linux' }), session('s2', { sharedDevice: true }))
  const other = await screen.findByTestId('perangkat-lain')
  expect(other.textContent).toContain('Chrome · Android')
  expect(other.textContent).toContain('terakhir dipakai')
  expect(other.textContent).toContain('dipakai bersama')
  // This one ends with signing out, which asks what becomes of unsent words.
  expect(within(screen.getByTestId('perangkat-ini')).queryByRole('button')).toBeNull()
  fireEvent.click(within(other).getByRole('button'))
  await waitFor(() => expect(screen.queryByTestId('perangkat-lain')).toBeNull())
})

it('ends all others', async () => {
  shows(session('s1', { current: true }), session('s2'), session('s3', { device: undefined as never }))
  expect((await screen.findAllByTestId('perangkat-lain'))[1]?.textContent).toContain(
    'Perangkat tidak dikenal',
  )
  fireEvent.click(screen.getByTestId('perangkat-akhiri-lain'))
  await waitFor(() => expect(screen.queryByTestId('perangkat-lain')).toBeNull())
  expect(screen.getByTestId('perangkat-ini')).toBeTruthy()
})
