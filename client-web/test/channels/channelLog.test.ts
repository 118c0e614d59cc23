import { afterEach, describe, expect, it, vi } from 'vitest'
import { ChannelLog } from '../../src/channels/channelLog'
import { channelOrder } from '../../src/channels/listChannels'
import type { Entry } from '../../src/connection/contract'
import { fakeServer } from '../support/fakeServer'
import { channel, entry } from '../support/samples'

afterEach(() => {
  vi.unstubAllGlobals()
})

function serve(size: number) {
  const log = Array.from({ length: size }, (_, i) => entry(i + 1))
  const state = { epoch: 'e1', away: false, closed: false }
  fakeServer({
    'GET /api/channels/tppo/entries': ({ path }) => {
      if (state.away) return 'unreachable'
      if (state.closed) return { status: 404, body: { code: 'not_found' } }
      const query = new URLSearchParams(path.split('?')[1])
      const after = Number(query.get('after'))
      return {
        body: {
          epoch: state.epoch,
          head: log.length,
          entries: log.slice(after, after + Number(query.get('limit'))),
        },
      }
    },
  })
  return { log, state }
}

const withheld = (seq: number): Entry => ({
  seq,
  kind: 'withheld',
  prevHash: `h${seq - 1}`,
  hash: `h${seq}`,
})
const seqs = (log: ChannelLog): number[] => log.now().entries.map((e) => e.seq)

describe('a channel’s log', () => {
  it('opens at its end and loads what is older on demand', async () => {
    serve(250)
    const log = new ChannelLog('tppo')
    await log.load()
    expect([seqs(log)[0], seqs(log).at(-1), log.now().before]).toEqual([151, 250, 150])
    await log.loadOlder()
    await log.loadOlder()
    expect(seqs(log)).toEqual(Array.from({ length: 250 }, (_, i) => i + 1))
    expect(log.now().before).toBe(0)
  })

  it('appends live entries once and reads a gap from the server', async () => {
    const { log: stored } = serve(3)
    const log = new ChannelLog('tppo')
    await log.load()
    stored.push(entry(4), entry(5))
    log.append([entry(3), entry(5)])
    await log.load()
    expect(seqs(log)).toEqual([1, 2, 3, 4, 5])
  })

  it('reads what is shown again in its place when the right to read may have changed', async () => {
    const { log: stored } = serve(150)
    const log = new ChannelLog('tppo')
    await log.load()
    await log.loadOlder()
    const leave = log.subscribe(() => {})
    stored[9] = withheld(10)
    stored[119] = withheld(120)
    await log.recheck()
    expect(seqs(log)).toEqual(Array.from({ length: 150 }, (_, i) => i + 1))
    const gone = log.now().entries.filter((e) => e.kind === 'withheld')
    expect(gone.map((e) => [e.seq, e.reveal])).toEqual([
      [10, undefined],
      [120, undefined],
    ])
    leave()
  })

  it('asks again as soon as there is a line, when it could not ask', async () => {
    const { log: stored, state } = serve(3)
    const log = new ChannelLog('tppo')
    await log.load()
    const leave = log.subscribe(() => {})
    stored[0] = withheld(1)
    state.away = true
    await log.recheck()
    expect(log.now().refusal).toMatchObject({ code: 'unreachable' })
    state.away = false
    await log.load()
    expect(log.now().entries[0]?.kind).toBe('withheld')
    leave()
  })

  it('forgets what nobody looks at, and everything when the whole channel is closed', async () => {
    const { state } = serve(3)
    const log = new ChannelLog('tppo')
    await log.load()
    await log.recheck()
    expect(log.now()).toMatchObject({ loaded: false, entries: [] })
    await log.load()
    const leave = log.subscribe(() => {})
    state.closed = true
    await log.recheck()
    expect(log.now()).toMatchObject({ loaded: false, entries: [], refusal: { status: 404 } })
    leave()
  })

  it('keeps of an alert’s entries only their places', async () => {
    const { log: stored } = serve(2)
    stored[1] = entry(2, { alertId: 'a1', reveal: { text: { salt: 's', value: 'rahasia' } } })
    const log = new ChannelLog('tppo')
    await log.load()
    log.withhold('a1')
    expect(log.now().entries[1]).toEqual({ seq: 2, kind: 'withheld', prevHash: 'h1', hash: 'h2' })
    expect(log.now().entries[0]).toEqual(entry(1))
  })

  it('says why it could not be read', async () => {
    fakeServer({ 'GET /api/channels/tppo/entries': () => 'unreachable' })
    const log = new ChannelLog('tppo')
    await log.load()
    expect(log.now()).toMatchObject({ loaded: false, refusal: { code: 'unreachable' } })
  })
})

describe('the list of channels', () => {
  it('shows mine first, unread on top, the desk last', () => {
    const list = [
      channel({ slug: 'desk', name: 'A', kind: 'desk' }),
      channel({ slug: 'other', name: 'B', joined: false, unread: 9 }),
      channel({ slug: 'quiet', name: 'C' }),
      channel({ slug: 'unread', name: 'D', unread: 2 }),
    ]
    expect(channelOrder(list).map((c) => c.slug)).toEqual(['unread', 'quiet', 'other', 'desk'])
  })
})
