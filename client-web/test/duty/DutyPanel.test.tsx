import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DutyPanel } from '../../src/duty/DutyPanel'
import { setSession } from '../../src/session/session'
import { forgetEverything } from '../../src/sync/cell'
import { fakeServer } from '../support/fakeServer'
import { me } from '../support/samples'

const at = new Date(Date.now() + 10 * 60_000).toISOString()
const person = { id: 'm1', name: 'Yoga', position: 'Perwira piket' }
const open = (alert: string, headline: string) => ({
  alert,
  agency: 'polresta',
  caseType: 'TPPO',
  level: 'Kritis',
  headline,
  status: 'Actual',
  state: 'Notified',
  lead: true,
  dueAt: at,
})

beforeEach(() => setSession({ status: 'in', me: me() }))
afterEach(() => {
  forgetEverything()
  vi.unstubAllGlobals()
})

describe('taking a shift over', () => {
  it('accepts exactly what is listed, and shows the new list when something opened meanwhile', async () => {
    const listed = [open('a1', 'Rumah penampungan')]
    const seen = fakeServer({
      'GET /api/duty/handover': () => ({
        body: {
          shift: { agency: 'polresta', role: 'chief', from: at, to: at },
          outgoing: [person],
          obligations: listed,
        },
      }),
      'GET /api/duty': () => ({
        body: { agency: 'polresta', at, onDuty: [], next: [], incoming: { role: 'chief', from: at } },
      }),
      'POST /api/duty/accept': ({ body }) =>
        (body?.obligations as string[] | undefined)?.length === 2
          ? { body: {} }
          : {
              status: 409,
              body: { code: 'handover_changed', detail: 'Daftar serah terima berubah.', retryable: false },
            },
    })
    render(
      <MantineProvider>
        <DutyPanel agency="polresta" controls />
      </MantineProvider>,
    )
    expect((await screen.findByTestId('serah-terima')).textContent).toContain('Rumah penampungan')
    expect(screen.getByText('Serah terima dari Yoga')).toBeTruthy()

    listed.push(open('a2', 'Kapal di Teluk'))
    fireEvent.click(screen.getByTestId('terima-jaga'))
    await screen.findByText(/Daftar serah terima berubah/)
    await waitFor(() => expect(screen.getByTestId('serah-terima').textContent).toContain('Kapal di Teluk'))

    fireEvent.click(screen.getByTestId('terima-jaga'))
    const sent = () => seen.filter((s) => s.path === '/api/duty/accept').map((s) => s.body)
    await waitFor(() => expect(sent()).toHaveLength(2))
    expect(sent().map((b) => b?.obligations)).toEqual([['a1'], ['a1', 'a2']])
    expect(sent()[0]?.clientKey).not.toBe(sent()[1]?.clientKey)
  })
})
