import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { putOutboxAway } from '../../src/outbox/ownOutbox'
import { watchIdle } from '../../src/session/idle'
import { sessionNow, setSession } from '../../src/session/session'
import { keep, recall } from '../../src/storage/device'
import { fakeServer } from '../support/fakeServer'
import { me } from '../support/samples'

const minute = 60_000
let stop = () => {}

beforeEach(() => {
  // What the device keeps goes through real time.
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  setSession({ status: 'in', me: me() })
})
afterEach(() => {
  stop()
  vi.useRealTimers()
  putOutboxAway()
  vi.unstubAllGlobals()
})

async function begins(shared: boolean) {
  await keep('sharedDevice', shared)
  stop = watchIdle()
  // It asked the device before this did.
  await recall('sharedDevice')
  await Promise.resolve()
}

it('signs out on a shared device when nobody touched it for half an hour', async () => {
  const seen = fakeServer({ 'DELETE /api/session': () => ({ status: 204 }) })
  await begins(true)
  vi.advanceTimersByTime(29 * minute)
  dispatchEvent(new Event('pointerdown'))
  vi.advanceTimersByTime(29 * minute)
  expect(seen).toEqual([])
  vi.advanceTimersByTime(2 * minute)
  await vi.waitFor(() => expect(sessionNow()).toEqual({ status: 'out' }))
  expect(seen.map((s) => s.method)).toEqual(['DELETE'])
})

it('waits for whoever works in another tab, and tells them', async () => {
  const seen = fakeServer({ 'DELETE /api/session': () => ({ status: 204 }) })
  const told: unknown[] = []
  await begins(true)
  // Opened after the page's own, so what this one hears the page has heard.
  const [other, listener] = [new BroadcastChannel('timpora-touched'), new BroadcastChannel('timpora-touched')]
  listener.onmessage = ({ data }) => told.push(data)
  dispatchEvent(new Event('keydown'))
  dispatchEvent(new Event('keydown'))
  await vi.waitFor(() => expect(told).toEqual(['touched']))
  vi.advanceTimersByTime(29 * minute)
  other.postMessage('there')
  await vi.waitFor(() => expect(told).toEqual(['touched', 'there']))
  other.close()
  listener.close()
  vi.advanceTimersByTime(29 * minute)
  expect(seen).toEqual([])
  vi.advanceTimersByTime(2 * minute)
  await vi.waitFor(() => expect(sessionNow()).toEqual({ status: 'out' }))
})

it('shows nothing more without a line either', async () => {
  fakeServer({ 'DELETE /api/session': () => 'unreachable' })
  await begins(true)
  vi.advanceTimersByTime(31 * minute)
  await vi.waitFor(() => expect(sessionNow()).toEqual({ status: 'out' }))
})

it('leaves a device of one person alone', async () => {
  const seen = fakeServer({})
  await begins(false)
  vi.advanceTimersByTime(300 * minute)
  expect(seen).toEqual([])
  expect(sessionNow().status).toBe('in')
})
