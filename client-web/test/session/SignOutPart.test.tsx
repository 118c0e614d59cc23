import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { deviceStore } from '../../src/outbox/deviceStore'
import { putOutboxAway } from '../../src/outbox/ownOutbox'
import { SignOutPart } from '../../src/session/SignOutPart'
import { setSession, useSession } from '../../src/session/session'
import { fakeServer } from '../support/fakeServer'
import { me } from '../support/samples'

/** What goes through the database takes longer on a busy machine. */
const busy = { timeout: 20_000, interval: 50 }
const written = { key: 'k1', member: 'm2', writtenAt: 1, tries: 0, faults: 0 }

beforeEach(async () => {
  setSession({ status: 'in', me: me() })
  for (const { place } of await deviceStore.all('m2')) await deviceStore.discard(place)
})
afterEach(() => {
  putOutboxAway()
  vi.unstubAllGlobals()
})

// Stands behind the sign-in, as in the app.
function Place() {
  return useSession().status === 'in' ? <SignOutPart /> : <p>Masuk</p>
}

function clickSignOut() {
  const seen = fakeServer({ 'DELETE /api/session': () => ({ status: 204 }) })
  render(
    <MantineProvider env="test">
      <Place />
    </MantineProvider>,
  )
  fireEvent.click(screen.getByTestId('keluar'))
  return seen
}

it('asks what becomes of what waits on the device, also before this page has read it', async () => {
  await deviceStore.add({ kind: 'message', alert: 'a1', body: { text: 'satu' }, ...written })
  const seen = clickSignOut()
  await waitFor(() => expect(screen.getByTestId('keluar-tanya').textContent).toContain('(1)'), busy)
  expect(seen).toEqual([])
})

it('signs out at once when nothing waits', async () => {
  const seen = clickSignOut()
  await waitFor(() => expect(screen.getByText('Masuk')).toBeTruthy(), busy)
  expect(seen.map((s) => s.method)).toEqual(['DELETE'])
})
