import type { Entry } from '../connection/contract'
import { type Cursor, compareHead, merge } from './merge'

/** A cursor as the hub's Subscribe takes it. */
export interface SubscribeFrom {
  channel: string
  epoch: string
  seq: number
}

/** What the feed asks of the line to the hub; calls are lost when the line is down, which is no error. */
export interface FeedLink {
  subscribe(from: SubscribeFrom[]): void
  unsubscribe(channels: string[]): void
  received(channel: string, seq: number): void
}

/** What the feed tells the pages. */
export interface FeedNews {
  /** New entries, each exactly once and in order. */
  entries(channel: string, entries: Entry[]): void
  /** The channel's history is another one, or too far away: whatever was read of it must be read again. */
  reloaded(channel: string): void
  /** The member may no longer read the channel. */
  revoked(channel: string): void
}

const askAgainAfter = 3000
const acknowledgeAfter = 250

/** Follows channels by cursor over a line that may break at any moment, and never shows an entry twice or out of order. */
export class ChannelFeed {
  private readonly cursors = new Map<string, Cursor>()
  private readonly askedAt = new Map<string, number>()
  private readonly unacknowledged = new Map<string, number>()
  private readonly reloading = new Set<string>()
  private acknowledging: ReturnType<typeof setTimeout> | undefined

  private readonly link: FeedLink
  private readonly news: FeedNews
  private readonly readHead: (channel: string) => Promise<{ epoch: string; head: number }>

  constructor(
    link: FeedLink,
    news: FeedNews,
    readHead: (channel: string) => Promise<{ epoch: string; head: number }>,
  ) {
    this.link = link
    this.news = news
    this.readHead = readHead
  }

  /** Where the device stands in a channel. */
  cursorOf(channel: string): Cursor | undefined {
    return this.cursors.get(channel)
  }

  /** Follows a channel from the given place on; one that is followed already keeps its place. */
  follow(channels: readonly { slug: string; epoch: string; head: number }[]): void {
    const fresh = channels.filter((c) => !this.cursors.has(c.slug))
    for (const c of fresh) this.cursors.set(c.slug, { epoch: c.epoch, last: c.head })
    if (fresh.length > 0) this.link.subscribe(fresh.map((c) => this.from(c.slug)))
  }

  /** Forgets all channels that are not in the list. */
  followOnly(slugs: ReadonlySet<string>): void {
    const gone = [...this.cursors.keys()].filter((slug) => !slugs.has(slug))
    for (const slug of gone) this.cursors.delete(slug)
    if (gone.length > 0) this.link.unsubscribe(gone)
  }

  /** The line stands again: everything followed is asked for from its cursor. */
  connected(): void {
    this.askedAt.clear()
    if (this.cursors.size > 0) this.link.subscribe([...this.cursors.keys()].map((slug) => this.from(slug)))
  }

  /** The hub sent entries. */
  entries(channel: string, epoch: string, entries: Entry[]): void {
    const cursor = this.cursors.get(channel)
    if (!cursor || this.reloading.has(channel)) return
    const merged = merge(cursor, epoch, entries)
    this.cursors.set(channel, merged.cursor)
    if (merged.applied.length > 0) {
      this.askedAt.delete(channel)
      this.news.entries(channel, merged.applied)
      this.acknowledge(channel, merged.cursor.last)
    }
    if (merged.verdict === 'gap') this.ask(channel)
    if (merged.verdict === 'foreign') void this.reload(channel)
  }

  /** The hub told where every followed channel ends. */
  heads(heads: Record<string, { epoch: string; head: number }>): void {
    for (const [channel, { epoch, head }] of Object.entries(heads)) {
      const cursor = this.cursors.get(channel)
      if (!cursor || this.reloading.has(channel)) continue
      const verdict = compareHead(cursor, epoch, head)
      if (verdict === 'gap') this.ask(channel)
      if (verdict === 'foreign') void this.reload(channel)
    }
  }

  /** The hub cannot continue from our cursor. */
  resync(channel: string): void {
    if (this.cursors.has(channel)) void this.reload(channel)
  }

  /** The hub says the channel is closed to us. */
  revoked(channel: string): void {
    if (this.cursors.delete(channel)) this.news.revoked(channel)
  }

  /** The device has read everything up to its cursors in another way, so what is owed there counts as delivered. */
  confirmAll(): void {
    for (const [channel, cursor] of this.cursors) if (cursor.last > 0) this.acknowledge(channel, cursor.last)
  }

  /** Forgets everything, as at sign-out. */
  clear(): void {
    this.cursors.clear()
    this.askedAt.clear()
    this.unacknowledged.clear()
  }

  private from(channel: string): SubscribeFrom {
    const cursor = this.cursors.get(channel)
    return { channel, epoch: cursor?.epoch ?? '', seq: cursor?.last ?? 0 }
  }

  private ask(channel: string): void {
    const now = Date.now()
    // One question per gap: while its answer is under way, later entries of the same gap are dropped quietly.
    if (now - (this.askedAt.get(channel) ?? Number.NEGATIVE_INFINITY) < askAgainAfter) return
    this.askedAt.set(channel, now)
    this.link.subscribe([this.from(channel)])
  }

  private async reload(channel: string): Promise<void> {
    if (this.reloading.has(channel)) return
    this.reloading.add(channel)
    try {
      const { epoch, head } = await this.readHead(channel)
      if (!this.cursors.has(channel)) return
      this.cursors.set(channel, { epoch, last: head })
      this.news.reloaded(channel)
      this.link.subscribe([this.from(channel)])
    } catch {
      // The next heads message, at most 15 seconds away, finds the foreign epoch again.
    } finally {
      this.reloading.delete(channel)
    }
  }

  private acknowledge(channel: string, seq: number): void {
    this.unacknowledged.set(channel, seq)
    this.acknowledging ??= setTimeout(() => {
      this.acknowledging = undefined
      for (const [slug, last] of this.unacknowledged) this.link.received(slug, last)
      this.unacknowledged.clear()
    }, acknowledgeAfter)
  }
}
