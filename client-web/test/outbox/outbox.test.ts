import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Refusal, unreachable } from '../../src/connection/refusal'
import { deviceStore } from '../../src/outbox/deviceStore'
import { isInMemory, memoryStore } from '../../src/outbox/memoryStore'
import { oneSender } from '../../src/outbox/oneSender'
import { Outbox } from '../../src/outbox/outbox'
import type { OutboxItem } from '../../src/outbox/outboxItem'
import type { Landed, OutboxParts } from '../../src/outbox/outboxParts'
import type { OutboxStore } from '../../src/outbox/outboxStore'
import { outcomeOf } from '../../src/outbox/outcome'
import { outboxOf, putOutboxAway, startOutbox } from '../../src/outbox/ownOutbox'
import type { Answer } from '../../src/outbox/sendItem'
import { asked, patience, transact } from '../../src/storage/database'
import { keep, recall } from '../../src/storage/device'

/** A hub that keeps its promise: the same key gives the same answer, and it can be away, refuse, or lose its answer. */
class FakeHub {
  readonly accepted: OutboxItem[] = []
  readonly asked: OutboxItem[] = []
  away = false
  loseAnswers = false
  refuse: (item: OutboxItem) => Refusal | undefined = () => undefined

  readonly send = async (item: OutboxItem): Promise<Answer> => {
    this.asked.push(item)
    await Promise.resolve()
    if (this.away) throw unreachable()
    const refusal = this.refuse(item)
    if (refusal) throw refusal
    if (!this.accepted.some((a) => a.key === item.key)) this.accepted.push(item)
    if (this.loseAnswers) throw unreachable()
    return { id: `alert-${item.key}`, seq: this.accepted.length }
  }

  get texts(): unknown[] {
    return this.accepted.map((i) => i.body.text ?? i.body.headline)
  }
}

/** Tabs of one browser that hear each other. */
class Tabs {
  private readonly all: { from: number; listener: (landed?: Landed) => void }[] = []
  private count = 0
  open(): OutboxParts['tabs'] {
    const own = this.count++
    return {
      tell: (landed) => {
        for (const { from, listener } of this.all) if (from !== own) queueMicrotask(() => listener(landed))
      },
      hear: (listener) => void this.all.push({ from: own, listener }),
    }
  }
}

let tabs: Tabs
let hub: FakeHub
let boxes: Outbox[]

function open(member = 'm1', parts: Partial<OutboxParts> = {}): Outbox {
  const box = new Outbox(member, {
    device: deviceStore,
    memory: memoryStore(),
    send: hub.send,
    alone: (work) => oneSender(member, work),
    tabs: tabs.open(),
    delay: () => 3_600_000,
    ...parts,
  })
  boxes.push(box)
  return box
}

const say = (box: Outbox, text: string, more: object = {}) =>
  box.add({ kind: 'message', alert: 'a1', body: { text }, ...more })
const report = (box: Outbox, headline: string, draft?: string) =>
  box.add({ kind: 'alert', body: { headline } }, draft)
const onDisk = async (member = 'm1') =>
  (await deviceStore.all(member)).map((i) => i.body.text ?? i.body.headline)
const no = (code = 'validation_failed') =>
  new Refusal(code, 400, 'Jangan menulis NIK.', false, { text: ['Jangan menulis NIK.'] })

beforeEach(async () => {
  tabs = new Tabs()
  hub = new FakeHub()
  boxes = []
  for (const member of ['m1', 'm2'])
    for (const { place } of await deviceStore.all(member)) await deviceStore.discard(place)
})

describe('the outbox', () => {
  it('keeps on the device what was written without a line, and sends it in order when the line is back', async () => {
    hub.away = true
    const box = open()
    for (const text of ['satu', 'dua', 'tiga']) await say(box, text)
    await box.settled()
    expect(await onDisk()).toEqual(['satu', 'dua', 'tiga'])
    expect(hub.texts).toEqual([])
    hub.away = false
    box.hurry()
    await box.settled()
    expect(hub.texts).toEqual(['satu', 'dua', 'tiga'])
    expect(await onDisk()).toEqual([])
    expect(box.now().items).toEqual([])
  })

  it('survives a crash: a new page over the same database sends it, once', async () => {
    hub.away = true
    const crashed = open()
    await report(crashed, 'Rumah penampungan')
    await say(crashed, 'satu')
    await crashed.settled()
    crashed.stop()
    hub.away = false
    const reborn = open()
    reborn.hurry()
    await reborn.settled()
    expect(hub.texts).toEqual(['Rumah penampungan', 'satu'])
    expect(await onDisk()).toEqual([])
  })

  it('says the same thing under the same key when the answer was lost, also after a crash', async () => {
    hub.loseAnswers = true
    const crashed = open()
    await say(crashed, 'satu')
    await crashed.settled()
    crashed.stop()
    hub.loseAnswers = false
    const reborn = open()
    reborn.hurry()
    await reborn.settled()
    expect(hub.asked).toHaveLength(2)
    expect(new Set(hub.asked.map((i) => i.key)).size).toBe(1)
    expect(hub.texts).toEqual(['satu'])
  })

  it('writes to the disk before it sends, and drops the draft in the same step', async () => {
    await keep('draft:m1', { draft: { headline: 'Rumah' } })
    const seen: unknown[] = []
    const box = open('m1', {
      send: async (item) => {
        seen.push(await onDisk(), await recall('draft:m1'))
        return hub.send(item)
      },
    })
    await report(box, 'Rumah', 'draft:m1')
    await box.settled()
    expect(seen).toEqual([['Rumah'], undefined])
  })

  it('sets a refused item aside with the server’s sentence and lets the ones behind go on', async () => {
    hub.refuse = (item) => (item.body.text === 'dua' ? no() : undefined)
    const box = open()
    for (const text of ['satu', 'dua', 'tiga']) await say(box, text)
    await box.settled()
    expect(hub.texts).toEqual(['satu', 'tiga'])
    expect(box.now().items.map((i) => [i.body.text, i.refusal?.sentence])).toEqual([
      ['dua', 'Jangan menulis NIK.'],
    ])
    box.hurry()
    await box.settled()
    expect(hub.asked.filter((i) => i.body.text === 'dua')).toHaveLength(1)
  })

  it('sends a mended item under a new key, and a discarded one never', async () => {
    hub.refuse = (item) => (String(item.body.text).startsWith('NIK') ? no() : undefined)
    const box = open()
    const mended = await say(box, 'NIK satu')
    const discarded = await say(box, 'NIK dua')
    await box.settled()
    const oldKey = box.now().items[0]?.key
    await box.mend(mended, { body: { text: 'satu' } })
    await box.discard(discarded)
    await box.settled()
    expect(hub.texts).toEqual(['satu'])
    expect(hub.accepted[0]?.key).not.toBe(oldKey)
    expect(await onDisk()).toEqual([])
  })

  it('takes a stranger’s 404 for no answer: only the hub’s own word is final', async () => {
    hub.refuse = () => new Refusal('status_404', 404, '', false)
    const box = open()
    await say(box, 'satu')
    await box.settled()
    expect(box.now().items[0]).toMatchObject({ tries: 1 })
    expect(box.now().items[0]?.refusal).toBeUndefined()
  })

  it('holds a message back until its alert is accepted, then sends it to the alert’s id', async () => {
    hub.away = true
    const box = open()
    const place = await report(box, 'Rumah')
    await box.add({ kind: 'message', after: place, body: { text: 'Pintu dikunci.' } })
    await box.settled()
    hub.away = false
    box.hurry()
    await box.settled()
    expect(hub.texts).toEqual(['Rumah', 'Pintu dikunci.'])
    expect(hub.accepted[1]).toMatchObject({ alert: `alert-${hub.accepted[0]?.key}` })
  })

  it('keeps a message with its refused alert, and both go once the alert is mended', async () => {
    hub.refuse = (item) => (item.body.headline === 'NIK' ? no() : undefined)
    const box = open()
    const place = await report(box, 'NIK')
    await box.add({ kind: 'message', after: place, body: { text: 'Pintu dikunci.' } })
    await say(box, 'lain')
    await box.settled()
    expect(hub.texts).toEqual(['lain'])
    await box.mend(place, { body: { headline: 'Rumah' } })
    await box.settled()
    expect(hub.texts).toEqual(['lain', 'Rumah', 'Pintu dikunci.'])
  })

  it('gives up with an alert also what was written to it', async () => {
    hub.refuse = (item) => (item.kind === 'alert' ? no() : undefined)
    const box = open()
    const place = await report(box, 'NIK')
    await box.add({ kind: 'message', after: place, body: { text: 'Pintu dikunci.' } })
    await box.settled()
    await box.discard(place)
    expect(await onDisk()).toEqual([])
  })

  it('passes over an item that the hub keeps failing over, but not within its alert', async () => {
    hub.refuse = (i) => (i.body.text === 'racun' ? new Refusal('internal_failure', 500, '', true) : undefined)
    const box = open()
    await say(box, 'racun')
    await say(box, 'dibelakangnya')
    await say(box, 'lain', { alert: 'a2' })
    for (let i = 0; i < 6; i++) {
      box.hurry()
      await box.settled()
    }
    expect(hub.texts).toEqual(['lain'])
    hub.refuse = () => undefined
    box.hurry()
    await box.settled()
    expect(hub.texts).toEqual(['lain', 'racun', 'dibelakangnya'])
  })

  it('keeps what was one too many and sends it when the hub asks for it, not earlier', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      hub.refuse = () => new Refusal('too_many_requests', 429, 'Coba lagi.', true, {}, 7000)
      const box = open('m1', { delay: () => 10 })
      await say(box, 'satu')
      await box.settled()
      expect(box.now().items.map((i) => i.refusal)).toEqual([undefined])
      expect(await onDisk()).toEqual(['satu'])
      hub.refuse = () => undefined
      vi.advanceTimersByTime(6999)
      await box.settled()
      expect(hub.asked).toHaveLength(1)
      vi.advanceTimersByTime(1)
      await box.settled()
      expect(hub.texts).toEqual(['satu'])
      expect(new Set(hub.asked.map((i) => i.key)).size).toBe(1)
      expect(await onDisk()).toEqual([])
    } finally {
      vi.useRealTimers()
    }
  })

  it('lets an alert pass messages that are too many, but nothing pass within an alert', async () => {
    hub.refuse = (i) =>
      i.kind === 'message' ? new Refusal('too_many_requests', 429, '', true, {}, 1000) : undefined
    const box = open()
    await say(box, 'satu')
    await say(box, 'dua', { alert: 'a2' })
    await box.add({ kind: 'acknowledge', alert: 'a1', body: { text: 'terima a1' } })
    await report(box, 'Mendesak')
    await box.settled()
    expect(hub.texts).toEqual(['Mendesak'])
    hub.refuse = () => undefined
    box.hurry()
    await box.settled()
    expect(hub.texts).toEqual(['Mendesak', 'satu', 'dua', 'terima a1'])
  })

  it('never sends or shows one member’s words to another', async () => {
    hub.away = true
    const first = open('m1')
    await say(first, 'rahasia')
    await first.settled()
    first.stop()
    hub.away = false
    const second = open('m2')
    await say(second, 'lain')
    await second.settled()
    expect(hub.texts).toEqual(['lain'])
    expect(second.now().items).toEqual([])
    const back = open('m1')
    back.hurry()
    await back.settled()
    expect(hub.texts).toEqual(['lain', 'rahasia'])
  })

  it('waits for sign-in after 401 and loses nothing', async () => {
    hub.refuse = () => new Refusal('sign_in_required', 401, '', false)
    const box = open()
    await say(box, 'satu')
    await box.settled()
    expect(box.now().items[0]?.refusal).toBeUndefined()
    expect(hub.asked).toHaveLength(1)
    hub.refuse = () => undefined
    box.hurry()
    await box.settled()
    expect(hub.texts).toEqual(['satu'])
  })

  it('is sent by one tab at a time, and the other tab sees it land', async () => {
    const locks = fakeLocks()
    vi.stubGlobal('navigator', { ...navigator, locks })
    const [one, two] = [open(), open()]
    await Promise.all(['satu', 'dua', 'tiga', 'empat'].map((text, i) => say(i % 2 ? one : two, text)))
    await Promise.all([one.settled(), two.settled()])
    expect(hub.asked).toHaveLength(4)
    expect(locks.most).toBe(1)
    await vi.waitFor(() => {
      expect(one.now().landed).toHaveLength(4)
      expect(two.now().landed).toHaveLength(4)
      expect([...one.now().items, ...two.now().items]).toEqual([])
    })
    vi.unstubAllGlobals()
  })

  it('keeps order and sends once also where a browser has no locks', async () => {
    const [one, two] = [open('m1', { alone: (work) => work() }), open('m1', { alone: (work) => work() })]
    for (let i = 0; i < 10; i++) await say(i % 2 ? one : two, `${i}`)
    await Promise.all([one.settled(), two.settled()])
    expect(hub.texts).toEqual([...Array(10).keys()].map(String))
  })

  it('works in memory where the device keeps nothing, and says so', async () => {
    const broken = new Proxy({} as OutboxStore, { get: () => async () => Promise.reject(new Error('quota')) })
    hub.away = true
    const box = open('m1', { device: broken })
    const place = await report(box, 'Rumah')
    await box.add({ kind: 'message', after: place, body: { text: 'Pintu dikunci.' } })
    await box.settled()
    expect(box.now().keeps).toBe(false)
    expect(box.now().items).toHaveLength(2)
    hub.away = false
    box.hurry()
    await box.settled()
    expect(hub.texts).toEqual(['Rumah', 'Pintu dikunci.'])
    expect(box.now().items).toEqual([])
  })

  it('goes on in memory while something else holds the device’s database, and keeps nothing there later', async () => {
    hub.away = true
    const ordinary = patience.work
    const release = await holdOutbox()
    patience.work = 100
    const box = open()
    const place = await say(box, 'satu')
    expect(isInMemory(place)).toBe(true)
    expect(box.now()).toMatchObject({ keeps: false, items: [{ body: { text: 'satu' } }] })
    patience.work = ordinary
    await release()
    expect(await onDisk()).toEqual([])
  })

  it('shows what waits at once, though another tab has the turn to send', async () => {
    hub.away = true
    await say(open(), 'satu')
    vi.stubGlobal('navigator', { locks: { request: () => new Promise(() => {}) } })
    const leave = startOutbox('m1')
    await vi.waitFor(() => expect(outboxOf('m1').now().items).toMatchObject([{ body: { text: 'satu' } }]))
    leave()
    putOutboxAway()
    vi.unstubAllGlobals()
  })

  it('looks anew once there is hope when the device could not be read at first', async () => {
    hub.away = true
    await say(open(), 'satu')
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('The line is cut.')))
    const broken = vi.spyOn(deviceStore, 'all').mockRejectedValue(new Error('The database does not open.'))
    const leave = startOutbox('m1')
    await vi.waitFor(() => expect(outboxOf('m1').now().keeps).toBe(false))
    await outboxOf('m1').settled()
    broken.mockRestore()
    globalThis.dispatchEvent(new Event('online'))
    await vi.waitFor(() => expect(outboxOf('m1').now().items).toMatchObject([{ body: { text: 'satu' } }]))
    leave()
    putOutboxAway()
    vi.unstubAllGlobals()
  })

  it('tells what became of an item, within somebody’s patience', async () => {
    const box = open()
    const accepted = await say(box, 'satu')
    expect(await outcomeOf(box, accepted, 1000)).toMatchObject({ is: 'accepted', answer: { seq: 1 } })
    hub.refuse = () => no()
    expect(await outcomeOf(box, await say(box, 'dua'), 1000)).toMatchObject({ is: 'refused' })
    hub.refuse = () => undefined
    hub.away = true
    expect(await outcomeOf(box, await say(box, 'tiga'), 20)).toEqual({ is: 'waiting' })
  })

  it('tries again by itself, with growing waits', async () => {
    const waits: number[] = []
    hub.away = true
    const box = open('m1', { delay: (failures) => waits.push(failures) && 1 })
    await say(box, 'satu')
    await vi.waitFor(() => expect(waits.length).toBeGreaterThan(3))
    hub.away = false
    await vi.waitFor(() => expect(hub.texts).toEqual(['satu']))
    expect(waits.slice(0, 4)).toEqual([0, 1, 2, 3])
  })
})

// A transaction that never ends by itself holds up every other one that wants to write there.
async function holdOutbox(): Promise<() => Promise<void>> {
  let held = true
  let begun = (): void => {}
  const beginning = new Promise<void>((resolve) => {
    begun = resolve
  })
  const holding = transact(['outbox'], 'readwrite', async (store) => {
    while (held) {
      await asked(store('outbox').count())
      begun()
    }
  })
  await beginning
  return () => {
    held = false
    return holding
  }
}

function fakeLocks() {
  let last: Promise<unknown> = Promise.resolve()
  const locks = {
    most: 0,
    held: 0,
    request: (_: string, __: object, work: () => Promise<void>) => {
      const turn = last.then(async () => {
        locks.most = Math.max(locks.most, ++locks.held)
        await work()
        locks.held--
      })
      last = turn.catch(() => {})
      return turn
    },
  }
  return locks
}
