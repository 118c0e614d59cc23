import { MantineProvider } from '@mantine/core'
import { render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ReachedPart } from '../../src/alerts/ReachedPart'
import type { Reached } from '../../src/connection/contract'
import { setSession } from '../../src/session/session'
import { forgetEverything } from '../../src/sync/cell'
import { fakeServer } from '../support/fakeServer'
import { alert, me, organisation } from '../support/samples'

const one = (member: string, more: Partial<Reached>): Reached => ({
  agency: 'polresta',
  member,
  level: 1,
  round: 1,
  state: 'sent',
  ...more,
})

beforeEach(() => {
  setSession({ status: 'in', me: me() })
  fakeServer({
    'GET /api/organisation': () => ({ body: organisation }),
    'GET /api/members': () => ({
      body: { items: [{ id: 'm2', name: 'Intan', position: 'P', agency: 'polresta', roles: ['liaison'] }] },
    }),
  })
})
afterEach(() => {
  forgetEverything()
  vi.unstubAllGlobals()
})

const open = (reached: Reached[] | undefined, state: 'Open' | 'Resolved' = 'Open') =>
  render(
    <MantineProvider>
      <ReachedPart alert={alert({ state, ...(reached ? { reached } : {}) })} />
    </MantineProvider>,
  )

describe('how people were reached', () => {
  it('shows who was not, and why, without opening anything', async () => {
    open([one('m2', { state: 'notReached', reason: 'no-contact' }), one('m3', { via: 'email' })])
    const missed = await screen.findByTestId('tidak-terjangkau')
    expect(await screen.findByText(/Intan/)).toBeTruthy()
    expect(missed.textContent).toContain('belum ada surel atau nomor ponsel')
    expect(missed.querySelectorAll('li')).toHaveLength(1)
    expect(screen.getByText(/Lainnya: 1/)).toBeTruthy()
  })

  it('names the transport of a failure that has no words of its own', async () => {
    open([one('m2', { state: 'notReached', reason: 'http-400', via: 'sms' })])
    expect((await screen.findByTestId('tidak-terjangkau')).textContent).toContain(
      'tidak terjangkau lewat SMS',
    )
  })

  it('calls for nothing once the alert is over, and shows nothing to whom it does not concern', () => {
    open([one('m2', { state: 'notReached', reason: 'no-contact' })], 'Resolved')
    expect(screen.queryByTestId('tidak-terjangkau')).toBeNull()
    open(undefined)
    expect(screen.getAllByTestId('terjangkau')).toHaveLength(1)
  })
})
