import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import AlertLinkPage from '../../src/notifications/AlertLinkPage'
import { alertLinkSecret } from '../../src/notifications/openAlertLink'
import { setSession } from '../../src/session/session'
import { fakeServer } from '../support/fakeServer'
import { me } from '../support/samples'

beforeEach(() => {
  setSession({ status: 'in', me: me() })
  history.replaceState(null, '', '/#/buka/rahasia-1')
})
afterEach(() => vi.unstubAllGlobals())

const open = () =>
  render(
    <MantineProvider>
      <AlertLinkPage secret="rahasia-1" />
    </MantineProvider>,
  )

describe('the link of a notification', () => {
  it('leads to the alert, and its secret is gone from the address', async () => {
    const seen = fakeServer({ 'POST /api/alert-links': () => ({ body: { alert: 'a1' } }) })
    open()
    await waitFor(() => expect(location.pathname).toBe('/peringatan/a1'))
    expect(location.hash).toBe('')
    expect(seen).toHaveLength(1)
    expect(seen[0]?.body?.secret).toBe('rahasia-1')
  })

  it('says in the server’s words why it leads nowhere, and the way home', async () => {
    fakeServer({
      'POST /api/alert-links': () => ({
        status: 410,
        body: {
          code: 'link_spent',
          detail: 'Tautan ini sudah dipakai atau tidak berlaku.',
          retryable: false,
        },
      }),
    })
    open()
    expect(await screen.findByText('Tautan ini sudah dipakai atau tidak berlaku.')).toBeTruthy()
    const [home, ...more] = screen.getAllByRole('button')
    expect(more).toEqual([])
    fireEvent.click(home as HTMLElement)
    expect(location.pathname + location.hash).toBe('/')
  })

  it('asks again with the same key when the answer was lost', async () => {
    let answers = 0
    const seen = fakeServer({
      'POST /api/alert-links': () => (answers++ === 0 ? 'unreachable' : { body: { alert: 'a1' } }),
    })
    open()
    await screen.findByTestId('tautan-ditolak')
    fireEvent.click(screen.getAllByRole('button')[0] as HTMLElement)
    await waitFor(() => expect(location.pathname).toBe('/peringatan/a1'))
    expect(seen[1]?.body).toEqual(seen[0]?.body)
  })

  it('is known by its fragment only', () => {
    expect(alertLinkSecret()).toBe('rahasia-1')
    for (const other of ['/#/buka/', '/#/buka/a/b', '/buka/abc', '/#/admin-pertama/abc']) {
      history.replaceState(null, '', other)
      expect(alertLinkSecret()).toBeUndefined()
    }
  })
})
