import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { HubLine } from '../../src/connection/hubLine'
import { liveNow } from '../../src/connection/live'

const hub = vi.hoisted(() => ({ refuse: false, close: () => {}, starts: 0, opened: [] as unknown[] }))

vi.mock('@microsoft/signalr', () => {
  class HubConnectionBuilder {
    withUrl(...opened: unknown[]) {
      hub.opened = opened
      return this
    }
    configureLogging() {
      return this
    }
    build() {
      let closed = (): void => {}
      return {
        on() {},
        onclose(callback: () => void) {
          closed = callback
        },
        async start() {
          hub.starts++
          if (hub.refuse) throw new Error('refused')
          hub.close = () => closed()
        },
        async stop() {
          closed()
        },
        async invoke() {},
      }
    }
  }
  return { HttpTransportType: { WebSockets: 1 }, HubConnectionBuilder, LogLevel: { None: 6 } }
})

const calls = () => ({
  entries: vi.fn(),
  heads: vi.fn(),
  resync: vi.fn(),
  revoked: vi.fn(),
  connected: vi.fn(),
  failed: vi.fn(),
})

beforeEach(() => {
  vi.useFakeTimers()
  hub.refuse = false
  hub.starts = 0
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the line to the hub', () => {
  it('comes back after a cut and has everything asked for anew', async () => {
    const heard = calls()
    const line = new HubLine(heard)
    line.start()
    await vi.advanceTimersByTimeAsync(10)
    expect(liveNow().state).toBe('connected')
    // What one node negotiates, the next does not know.
    expect(hub.opened).toEqual(['/hub', { transport: 1, skipNegotiation: true }])
    hub.close()
    await vi.advanceTimersByTimeAsync(0)
    expect(liveNow().state).toBe('connecting')
    await vi.advanceTimersByTimeAsync(2000)
    expect(liveNow().state).toBe('connected')
    expect(heard.connected).toHaveBeenCalledTimes(2)
    await line.stop()
  })

  it('says that it is cut off after a few failures and keeps trying for hours', async () => {
    const heard = calls()
    hub.refuse = true
    const line = new HubLine(heard)
    line.start()
    await vi.advanceTimersByTimeAsync(3 * 3_600_000)
    expect(liveNow().state).toBe('disconnected')
    expect(hub.starts).toBeGreaterThan(300)
    hub.refuse = false
    await vi.advanceTimersByTimeAsync(31_000)
    expect(liveNow().state).toBe('connected')
    await line.stop()
  })
})
