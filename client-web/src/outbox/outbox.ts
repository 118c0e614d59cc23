import { newClientKey } from '../connection/clientKey'
import { asRefusal, type Refusal } from '../connection/refusal'
import { isInMemory } from './memoryStore'
import { type Budget, budgetOf, type Mended, nextToSend, type OutboxItem, type Written } from './outboxItem'
import type { Landed, OutboxParts, OutboxView } from './outboxParts'
import type { OutboxStore } from './outboxStore'

const remembered = 50

/** One member's unsent words: written to the device before anything else, sent in order, each accepted exactly once. */
export class Outbox {
  private view: OutboxView = { items: [], landed: [], keeps: true }
  private readonly listeners = new Set<() => void>()
  private readonly onLanding = new Set<(landed: Landed) => void>()
  private stopped = false
  private failures = 0
  private sending: Promise<void> | undefined
  private again = false
  private timer: ReturnType<typeof setTimeout> | undefined
  readonly member: string
  private readonly parts: OutboxParts

  constructor(member: string, parts: OutboxParts) {
    this.member = member
    this.parts = parts
    parts.tabs.hear((landed) => {
      if (landed) this.land(landed)
      else void this.reload()
    })
  }

  readonly now = (): OutboxView => this.view

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Tells of every item the server accepted, sent by whichever tab; returns how to stop. */
  whenLanded(listener: (landed: Landed) => void): () => void {
    this.onLanding.add(listener)
    return () => this.onLanding.delete(listener)
  }

  /** Keeps what a person wrote and sends it as soon as it can; answers with its place once it is kept. */
  async add(written: Written, draft?: string): Promise<number> {
    const key = newClientKey()
    const item = { ...written, key, member: this.member, writtenAt: Date.now(), tries: 0, faults: 0 }
    const place = await this.keep(item, draft)
    await this.changed()
    this.hurry()
    return place
  }

  /** Puts mended words in the place of refused ones and sends them. */
  async mend(place: number, content: Mended, draft?: string): Promise<void> {
    await this.alter(place, (store) => store.mend(place, newClientKey(), content, draft))
    await this.changed()
    this.hurry()
  }

  /** Gives up an item, and with an alert what was written to it; a draft may take the words back. */
  async discard(place: number, draft?: { slot: string; value: unknown }): Promise<void> {
    await this.alter(place, (store) => store.discard(place, draft))
    await this.changed()
  }

  /** Sends now: the line is back, the page is looked at again, or the person asks for it. */
  readonly hurry = (): void => {
    this.stopped = false
    this.again = true
    clearTimeout(this.timer)
    this.sending ??= this.run().finally(() => {
      this.sending = undefined
      if (this.again && !this.stopped) this.hurry()
    })
  }

  /** Sends nothing more until somebody hurries it again; what is under way is finished. */
  stop(): void {
    this.stopped = true
    clearTimeout(this.timer)
  }

  /** Waits until nothing is being sent any more. */
  async settled(): Promise<void> {
    while (this.sending) await this.sending
  }

  /** Reads anew what waits. */
  async reload(): Promise<readonly OutboxItem[]> {
    let keeps = this.view.keeps
    const kept = await this.parts.device.all(this.member).catch(() => {
      keeps = false
      return []
    })
    const items = [...kept, ...(await this.parts.memory.all(this.member))]
    this.set({ items, keeps })
    return items
  }

  private async run(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false
      // Another tab took the turn of a frozen one: it sends, so there is nothing to do here.
      await this.parts.alone(() => this.sendAll()).catch(() => {})
    }
  }

  private async sendAll(): Promise<void> {
    const spent = new Set<Budget>()
    while (!this.stopped) {
      const item = nextToSend(await this.reload(), spent)
      if (!item) return
      try {
        const answer = await this.parts.send(item)
        const alert = item.kind === 'alert' ? String(answer.id) : undefined
        await this.alter(item.place, (store) => store.accepted(item.place, alert))
        this.failures = 0
        this.land({ item, answer })
        this.parts.tabs.tell({ item, answer })
      } catch (cause) {
        const why = asRefusal(cause)
        if (isTooMuch(why)) spent.add(budgetOf(item))
        if (!(await this.failed(item, why))) return
      }
    }
  }

  // Answers whether the items behind may go on.
  private async failed(item: OutboxItem, why: Refusal): Promise<boolean> {
    if (why.status === 401) {
      this.stop()
      return false
    }
    if (isFinal(why)) {
      const { code, status, message, errors } = why
      await this.alter(item.place, (s) => s.setAside(item.place, { code, status, sentence: message, errors }))
      await this.changed()
      return true
    }
    const fault = why.code === 'internal_failure'
    await this.alter(item.place, (store) => store.tried(item.place, Date.now(), fault)).catch(() => {})
    await this.changed()
    this.parts.onWaiting?.()
    this.again = false
    clearTimeout(this.timer)
    if (!this.stopped)
      this.timer = setTimeout(this.hurry, Math.max(this.parts.delay(this.failures++), why.waitMs))
    return isTooMuch(why)
  }

  private async keep(item: Omit<OutboxItem, 'place'>, draft: string | undefined): Promise<number> {
    // A device that failed once is not asked again: going back and forth would mix up the order.
    if (this.view.keeps) {
      try {
        return await this.parts.device.add(item, draft)
      } catch {
        this.set({ keeps: false })
      }
    }
    return this.parts.memory.add(item, draft)
  }

  // Also the memory: what is there may wait for an alert on the device.
  private async alter(place: number, how: (store: OutboxStore) => Promise<void>): Promise<void> {
    await how(this.parts.memory)
    if (!isInMemory(place)) await how(this.parts.device)
  }

  private async changed(): Promise<void> {
    await this.reload()
    this.parts.tabs.tell()
  }

  private land(landed: Landed): void {
    // Where there are no locks, two tabs may hear the same acceptance.
    if (this.view.landed.some((l) => l.item.key === landed.item.key)) return void this.reload()
    const items = this.view.items.filter((item) => item.place !== landed.item.place)
    this.set({ items, landed: [...this.view.landed.slice(1 - remembered), landed] })
    for (const listener of this.onLanding) listener(landed)
    void this.reload()
  }

  private set(change: Partial<OutboxView>): void {
    this.view = { ...this.view, ...change }
    for (const listener of this.listeners) listener()
  }
}

const isTooMuch = (why: Refusal): boolean => why.status === 429

// Only the hub's own word is final; a proxy or a captive network may say 404 to anything.
const isFinal = (why: Refusal): boolean => !why.retryable && why.status > 0 && !why.code.startsWith('status_')
