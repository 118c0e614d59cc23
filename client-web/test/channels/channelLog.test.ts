import { afterEach, describe, expect, it, vi } from 'vitest'
import { ChannelLog } from '../../src/channels/channelLog'
import { channelOrder } from '../../src/channels/listChannels'
import { fakeServer } from '../support/fakeServer'
import { channel, entry } from '../support/samples'

afterEach(() => {
  vi.unstubAllGlobals()
})

function serve(size: number) {
  const log = Array.from({ length: size }, (_, i) => entry(i + 1))
  const state = { epoch: 'e1' }
  fakeServer({
    'GET /api/channels/tppo/entries': ({ path }) => {
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
