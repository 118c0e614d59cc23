import type { Entry } from '../connection/contract'
import { asRefusal, type Refusal } from '../connection/refusal'
import { isClosed } from '../sync/cell'
import { merge } from '../sync/merge'
import { readEntries } from './readEntries'

/** What a page sees of a channel's log: a gapless window that ends at the newest entry known. */
export interface LogView {
  epoch: string
  entries: readonly Entry[]
  /** Sequence before the first entry of the window; 0 when the whole log is here. */
  before: number
  loaded: boolean
  refusal: Refusal | undefined
}

const pageSize = 100
const nothing: LogView = { epoch: '', entries: [], before: 0, loaded: false, refusal: undefined }

/** One channel's log while it is in view. */
export class ChannelLog {
  private view: LogView = nothing
  private readonly listeners = new Set<() => void>()
  private busy: Promise<void> | undefined
  /** What is shown may hold something that may no longer be read. */
  private unchecked = false
  readonly slug: string

  constructor(slug: string) {
    this.slug = slug
  }

  readonly now = (): LogView => this.view

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  get isShown(): boolean {
    return this.listeners.size > 0
  }

  /** Loads the newest page, or what is missing after the last entry. */
  load(): Promise<void> {
    this.busy ??= this.loadNewest().finally(() => {
      this.busy = undefined
    })
    return this.busy
  }

  /** Loads one page before the window. */
  async loadOlder(): Promise<void> {
    const { before, epoch } = this.view
    if (before === 0) return
    const after = Math.max(0, before - pageSize)
    try {
      const page = await readEntries(this.slug, after, before - after)
      if (page.epoch !== epoch || this.view.before !== before) return
      const older = page.entries.filter((e) => e.seq <= before)
      this.set({ ...this.view, entries: [...older, ...this.view.entries], before: after, refusal: undefined })
    } catch (cause) {
      this.set({ ...this.view, refusal: asRefusal(cause) })
    }
  }

  /** Live entries arrived; a gap against the window is read from the server. */
  append(entries: readonly Entry[]): void {
    if (!this.view.loaded) return
    const merged = merge({ epoch: this.view.epoch, last: this.last() }, this.view.epoch, entries)
    if (merged.applied.length > 0)
      this.set({ ...this.view, entries: [...this.view.entries, ...merged.applied] })
    if (merged.verdict === 'gap') void this.load()
  }

  /** Somebody's right to read may have changed: what is shown is read again in its place, the rest is forgotten. */
  async recheck(): Promise<void> {
    if (!this.view.loaded) return
    if (!this.isShown) return this.reset()
    this.unchecked = true
    const { before, epoch } = this.view
    const fresh = new Map<number, Entry>()
    try {
      for (let after = before; after < this.last(); after += pageSize) {
        const page = await readEntries(this.slug, after, pageSize)
        if (page.epoch !== epoch) return this.reset()
        for (const entry of page.entries) fresh.set(entry.seq, entry)
      }
    } catch (cause) {
      const refusal = asRefusal(cause)
      // Without a line the question stays open until there is one.
      this.set(isClosed(refusal) ? { ...nothing, refusal } : { ...this.view, refusal })
      return
    }
    this.unchecked = false
    if (this.view.epoch !== epoch) return
    this.set({ ...this.view, entries: this.view.entries.map((e) => fresh.get(e.seq) ?? e) })
  }

  /** The member may no longer read an alert: of its entries only their places in the chain remain. */
  withhold(alert: string): void {
    if (!this.view.entries.some((e) => e.alertId === alert)) return
    const entries = this.view.entries.map(
      (e): Entry =>
        e.alertId === alert ? { seq: e.seq, kind: 'withheld', prevHash: e.prevHash, hash: e.hash } : e,
    )
    this.set({ ...this.view, entries })
  }

  /** The channel has another history now. */
  reset(): void {
    this.unchecked = false
    this.set(nothing)
    if (this.isShown) void this.load()
  }

  private last(): number {
    return this.view.entries.at(-1)?.seq ?? this.view.before
  }

  private async loadNewest(): Promise<void> {
    if (this.unchecked) await this.recheck()
    try {
      if (!this.view.loaded) {
        const { head } = await readEntries(this.slug, 0, 1)
        const before = Math.max(0, head - pageSize)
        const page = await readEntries(this.slug, before, pageSize)
        this.set({ epoch: page.epoch, entries: page.entries, before, loaded: true, refusal: undefined })
      }
      for (;;) {
        const page = await readEntries(this.slug, this.last(), pageSize)
        if (page.epoch !== this.view.epoch) return this.reset()
        const merged = merge({ epoch: page.epoch, last: this.last() }, page.epoch, page.entries)
        this.set({ ...this.view, entries: [...this.view.entries, ...merged.applied], refusal: undefined })
        if (this.last() >= page.head || merged.applied.length === 0) return
      }
    } catch (cause) {
      this.set({ ...this.view, refusal: asRefusal(cause) })
    }
  }

  private set(view: LogView): void {
    this.view = view
    for (const listener of this.listeners) listener()
  }
}

const logs = new Map<string, ChannelLog>()

/** The log of a channel. */
export function channelLog(slug: string): ChannelLog {
  let log = logs.get(slug)
  if (!log) {
    log = new ChannelLog(slug)
    logs.set(slug, log)
  }
  return log
}

/** Forgets all logs, as at sign-out. */
export function forgetLogs(): void {
  logs.clear()
}

/** Somebody's right to read may have changed: no log keeps what the member may read no longer. */
export function recheckLogs(): void {
  for (const log of logs.values()) void log.recheck()
}

/** The member may no longer read an alert. */
export function withholdInLogs(alert: string): void {
  for (const log of logs.values()) log.withhold(alert)
}

/** Reads what the shown logs missed during a cut. */
export function catchUpLogs(): void {
  for (const log of logs.values()) if (log.isShown) void log.load()
}
