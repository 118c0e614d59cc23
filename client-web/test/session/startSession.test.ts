import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { deviceStore } from '../../src/outbox/deviceStore'
import { outboxOf, putOutboxAway } from '../../src/outbox/ownOutbox'
import { sessionNow, setSession } from '../../src/session/session'
import { signOut } from '../../src/session/signOut'
import { startSession } from '../../src/session/startSession'
import { drop, keep, recall } from '../../src/storage/device'
import { fakeServer } from '../support/fakeServer'
import { me } from '../support/samples'

beforeEach(async () => {
  setSession({ status: 'unknown' })
  await drop('me')
  for (const { place } of await deviceStore.all('m2')) await deviceStore.discard(place)
})
afterEach(() => {
  putOutboxAway()
  vi.unstubAllGlobals()
})

const signedOut = { status: 401, body: { code: 'sign_in_required', detail: 'Silakan masuk.' } }

describe('who is at the device', () => {
  it('goes on without a line as whoever was signed in, until the server says otherwise', async () => {
    await keep('me', me())
    let away = true
    fakeServer({ 'GET /api/me': () => (away ? 'unreachable' : signedOut) })
    const started = startSession()
    await vi.waitFor(() => expect(sessionNow()).toMatchObject({ status: 'in', me: { id: 'm2' } }))
    away = false
    await started
    expect(sessionNow()).toEqual({ status: 'out' })
    await vi.waitFor(async () => expect(await recall('me')).toBeUndefined())
  })

  it('is nobody without a line when nobody was signed in', async () => {
    let away = true
    const seen = fakeServer({ 'GET /api/me': () => (away ? 'unreachable' : { body: me() }) })
    const started = startSession()
    await vi.waitFor(() => expect(seen.length).toBeGreaterThan(1), 5000)
    expect(sessionNow().status).toBe('unknown')
    away = false
    await started
    await vi.waitFor(async () => expect(await recall('me')).toMatchObject({ id: 'm2' }))
  })

  it('keeps what is not sent through 401 and sign-out, and forgets who it was', async () => {
    fakeServer({
      'GET /api/me': () => ({ body: me() }),
      'POST /api/alerts/a1/messages': () => signedOut,
      'DELETE /api/session': () => ({ status: 204 }),
    })
    await startSession()
    await outboxOf('m2').add({ kind: 'message', alert: 'a1', body: { text: 'satu' } })
    await vi.waitFor(() => expect(sessionNow()).toEqual({ status: 'out' }))
    setSession({ status: 'in', me: me() })
    await signOut()
    expect(await recall('me')).toBeUndefined()
    expect((await deviceStore.all('m2')).map((i) => i.body.text)).toEqual(['satu'])
  })
})
