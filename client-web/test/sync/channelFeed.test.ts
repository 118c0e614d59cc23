import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Entry } from '../../src/connection/contract'
import { ChannelFeed, type SubscribeFrom } from '../../src/sync/channelFeed'
import { chance } from '../support/random'
import { entry } from '../support/samples'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function set(head = { epoch: 'e1', head: 0 }) {
  const link = {
    subscribe: vi.fn<(from: SubscribeFrom[]) => void>(),
    unsubscribe: vi.fn(),
    received: vi.fn(),
  }
  const shown: Entry[] = []
  const news = {
    entries: (_: string, entries: Entry[]) => void shown.push(...entries),
    reloaded: vi.fn(),
    revoked: vi.fn(),
  }
  const readHead = vi.fn(async () => head)
  const feed = new ChannelFeed(link, news, readHead)
  return { feed, link, news, shown, readHead, seqs: () => shown.map((e) => e.seq) }
}

describe('the feed of a channel', () => {
  it('subscribes from where the device stands, and again from there after a cut', () => {
    const { feed, link } = set()
    feed.follow([{ slug: 'tppo', epoch: 'e1', head: 7 }])
    feed.entries('tppo', 'e1', [entry(8), entry(9)])
    feed.connected()
    expect(link.subscribe.mock.calls).toEqual([
      [[{ channel: 'tppo', epoch: 'e1', seq: 7 }]],
      [[{ channel: 'tppo', epoch: 'e1', seq: 9 }]],
    ])
  })

  it('asks once per gap and forgets the question when the answer came', () => {
    const { feed, link, seqs } = set()
    feed.follow([{ slug: 'tppo', epoch: 'e1', head: 0 }])
    link.subscribe.mockClear()
    feed.entries('tppo', 'e1', [entry(3)])
    feed.entries('tppo', 'e1', [entry(4)])
    expect(link.subscribe.mock.calls).toEqual([[[{ channel: 'tppo', epoch: 'e1', seq: 0 }]]])
    feed.entries('tppo', 'e1', [entry(1), entry(2), entry(3), entry(4)])
    feed.entries('tppo', 'e1', [entry(6)])
    expect(link.subscribe).toHaveBeenLastCalledWith([{ channel: 'tppo', epoch: 'e1', seq: 4 }])
    expect(seqs()).toEqual([1, 2, 3, 4])
  })

  it('asks again when no answer comes', () => {
    const { feed, link } = set()
    feed.follow([{ slug: 'tppo', epoch: 'e1', head: 0 }])
    link.subscribe.mockClear()
    feed.heads({ tppo: { epoch: 'e1', head: 1 } })
    vi.advanceTimersByTime(15_000)
    feed.heads({ tppo: { epoch: 'e1', head: 1 } })
    expect(link.subscribe).toHaveBeenCalledTimes(2)
  })

  it('loads the channel anew when the history is another one', async () => {
    const { feed, link, news } = set({ epoch: 'e2', head: 5 })
    feed.follow([{ slug: 'tppo', epoch: 'e1', head: 9 }])
    feed.resync('tppo')
    await vi.runAllTimersAsync()
    expect(news.reloaded).toHaveBeenCalledWith('tppo')
    expect(feed.cursorOf('tppo')).toEqual({ epoch: 'e2', last: 5 })
    expect(link.subscribe).toHaveBeenLastCalledWith([{ channel: 'tppo', epoch: 'e2', seq: 5 }])
  })

  it('acknowledges what it has received, once per pause', () => {
    const { feed, link } = set()
    feed.follow([{ slug: 'tppo', epoch: 'e1', head: 0 }])
    feed.entries('tppo', 'e1', [entry(1)])
    feed.entries('tppo', 'e1', [entry(2)])
    vi.advanceTimersByTime(1000)
    expect(link.received.mock.calls).toEqual([['tppo', 2]])
  })

  it('confirms what it read in another way, so that it counts as delivered', () => {
    const { feed, link } = set()
    feed.follow([
      { slug: 'tppo', epoch: 'e1', head: 4 },
      { slug: 'kawin', epoch: 'e1', head: 0 },
    ])
    feed.confirmAll()
    vi.advanceTimersByTime(1000)
    expect(link.received.mock.calls).toEqual([['tppo', 4]])
  })

  it('lets go of a channel that is closed to the member', () => {
    const { feed, news, seqs } = set()
    feed.follow([{ slug: 'tppo', epoch: 'e1', head: 0 }])
    feed.revoked('tppo')
    feed.entries('tppo', 'e1', [entry(1)])
    expect(news.revoked).toHaveBeenCalledWith('tppo')
    expect(seqs()).toEqual([])
  })

  it('shows everything exactly once and in order over a line that cuts, doubles and reorders', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const random = chance(seed)
      const log: Entry[] = []
      const { feed, link, seqs } = set()
      let wire: Entry[][] = []
      let up = true
      link.subscribe.mockImplementation(([from]) => {
        if (up && from) wire.push(log.slice(from.seq))
      })
      feed.follow([{ slug: 'tppo', epoch: 'e1', head: 0 }])
      for (let step = 0; step < 200; step++) {
        vi.advanceTimersByTime(1000)
        if (random() < 0.5) {
          const next = random() < 0.1 ? entry(log.length + 1, { kind: 'withheld' }) : entry(log.length + 1)
          log.push(next)
          if (up && random() > 0.2) wire.push([next])
        }
        if (random() < 0.08) {
          up = false
          wire = []
        }
        if (!up && random() < 0.3) {
          up = true
          feed.connected()
        }
        if (random() < 0.2 && wire.length > 1) wire.reverse()
        if (random() < 0.2 && wire[0]) wire.push(wire[0])
        for (const batch of wire.splice(0, Math.floor(random() * 4))) feed.entries('tppo', 'e1', batch)
      }
      up = true
      for (let beat = 0; beat < 3; beat++) {
        vi.advanceTimersByTime(15_000)
        feed.heads({ tppo: { epoch: 'e1', head: log.length } })
        for (const batch of wire.splice(0)) feed.entries('tppo', 'e1', batch)
      }
      expect(seqs(), `seed ${seed}`).toEqual(log.map((e) => e.seq))
    }
  })
})
