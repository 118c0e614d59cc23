import { MantineProvider } from '@mantine/core'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import i18next from 'i18next'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import { AlertList } from '../../src/alerts/AlertList'
import { AlertPage } from '../../src/alerts/AlertPage'
import { carryOver, changesIn, draftOf } from '../../src/alerts/alertDraft'
import { alertCells } from '../../src/alerts/alertStore'
import { alertFrom } from '../../src/alerts/draft'
import { fieldError, otherErrors } from '../../src/alerts/fieldErrors'
import { ChannelLogView } from '../../src/channels/ChannelLogView'
import { channelLog, forgetLogs } from '../../src/channels/channelLog'
import { asRefusal } from '../../src/connection/refusal'
import { post } from '../../src/connection/request'
import { deviceStore } from '../../src/outbox/deviceStore'
import { memoryStore } from '../../src/outbox/memoryStore'
import type { OutboxItem } from '../../src/outbox/outboxItem'
import { setSession } from '../../src/session/session'
import { keep, recall } from '../../src/storage/device'
import { forgetEverything } from '../../src/sync/cell'
import { ChannelFeed } from '../../src/sync/channelFeed'
import { fakeServer } from '../support/fakeServer'
import { alert, channel, entry, me, organisation, row } from '../support/samples'

const names = ['__proto__', 'constructor', 'prototype']
const shared = [Object, Array, Function, String, Number, Map, Set, Promise, Error, Date].map(
  (type) => type.prototype as object,
)
const everything = () =>
  shared.map((p) => Reflect.ownKeys(p).map((key) => [key, Object.getOwnPropertyDescriptor(p, key)?.value]))

const evil = { polluted: 'yes', prototype: { polluted: 'yes' } }

/** The same answer with such names in every object of it. */
function poisoned<T>(answer: T): T {
  if (Array.isArray(answer)) return answer.map(poisoned) as T
  if (typeof answer !== 'object' || answer === null) return answer
  const out = Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, poisoned(value)]))
  for (const name of names)
    Object.defineProperty(out, name, { value: evil, enumerable: true, writable: true, configurable: true })
  return out as T
}

// What the page must not do with an answer.
function mergeCarelessly(into: Record<string, unknown>, from: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(from)) {
    if (typeof value !== 'object' || value === null) into[key] = value
    else {
      into[key] ??= {}
      mergeCarelessly(into[key] as Record<string, unknown>, value as Record<string, unknown>)
    }
  }
}

let before: ReturnType<typeof everything>
beforeEach(() => {
  before = everything()
  setSession({ status: 'in', me: me() })
})
afterEach(() => {
  cleanup()
  forgetEverything()
  forgetLogs()
  vi.unstubAllGlobals()
})

const isChanged = (): boolean => 'polluted' in {}
const unchanged = (): void => {
  expect(everything()).toEqual(before)
  expect(isChanged()).toBe(false)
}

function open(page: React.ReactNode): void {
  const { hook, searchHook } = memoryLocation({ path: '/peringatan' })
  render(
    <MantineProvider env="test">
      <Router hook={hook} searchHook={searchHook}>
        {page}
      </Router>
    </MantineProvider>,
  )
}

const team = {
  'GET /api/organisation': () => ({
    body: poisoned({
      ...organisation,
      agencies: [
        ...organisation.agencies,
        ...names.map((code) => ({ code, name: `Instansi ${code}`, kind: code, regions: [code] })),
      ],
    }),
  }),
  'GET /api/members': () => ({
    body: poisoned({
      items: names.map((id) => ({ id, name: `Orang ${id}`, position: id, agency: id, roles: ['officer'] })),
    }),
  }),
}

describe('names that mean something to the language, in an answer', () => {
  it('would be seen here if they changed a prototype', () => {
    const answer = JSON.parse(JSON.stringify(poisoned({ a: 1 })))
    expect(Object.keys(answer)).toEqual(['a', ...names])
    const seen = names.map((name) => {
      mergeCarelessly({}, { [name]: answer[name] })
      const changed = isChanged()
      for (const key of Object.keys(evil)) Reflect.deleteProperty(Object.prototype, key)
      Reflect.deleteProperty(Object, 'polluted')
      return changed
    })
    expect(seen).toEqual([true, true, false])
    unchanged()
  })

  it('change none in lists, and are codes like any other', async () => {
    const found = names.map((name) =>
      row({
        id: name,
        caseType: name,
        regionCode: name,
        regionName: '',
        posterAgency: name,
        obligations: [{ ...(row().obligations[0] as object), agency: name } as never],
      }),
    )
    fakeServer({
      ...team,
      'POST /api/alerts/search': () => ({ body: poisoned({ items: found }) }),
    })
    open(<AlertList />)
    for (const name of names)
      expect((await screen.findByTestId(`peringatan-${name}`)).textContent).toContain(name)
    unchanged()
  })

  it('change none in an alert and in what is written into it', async () => {
    const stored = poisoned(alert({ details: { acts: ['harbour'] }, mayUpdate: true }))
    fakeServer({
      ...team,
      'GET /api/alerts/a1': () => ({ body: stored }),
      'POST /api/alerts/a1/seen': () => ({ status: 204 }),
    })
    open(<AlertPage id="a1" />)
    await screen.findByText('Warga melapor.')
    const read = alertCells.of('a1').now().value
    if (!read) throw new Error('The alert was not read.')
    const draft = draftOf(read, organisation)
    const written = carryOver(draft, { ...draft, headline: 'Lain' }, draftOf(stored, organisation))
    expect(changesIn(read, organisation, written).headline).toBe('Lain')
    alertFrom(written, organisation)
    unchanged()
  })

  it('change none in a log, whatever its entries are called', async () => {
    const entries = [
      ...names.map((kind, i) => entry(i + 1, { kind, actor: kind, alertId: kind })),
      ...names.map((name, i) =>
        entry(names.length + i + 1, {
          kind: 'alert.updated',
          alertId: name,
          actor: name,
          data: { material: true, fields: names, agency: name, reason: name },
          reveal: { [name]: { salt: 's', value: name }, reason: { salt: 's', value: name } },
        }),
      ),
    ]
    fakeServer({
      ...team,
      'GET /api/channels/tppo/entries': ({ path }) => ({
        body: poisoned({
          epoch: 'e1',
          head: entries.length,
          entries: entries.slice(Number(new URLSearchParams(path.split('?')[1]).get('after'))),
        }),
      }),
    })
    open(<ChannelLogView channel={channel({ head: entries.length })} />)
    await waitFor(() => expect(channelLog('tppo').now().entries).toHaveLength(entries.length))
    const log = await screen.findByRole('list')
    for (const name of names) await waitFor(() => expect(log.textContent).toContain(`Orang ${name}`))
    unchanged()
  })

  it('change none in what the hub sends over the line', () => {
    const subscribed: unknown[] = []
    const applied: number[] = []
    const feed = new ChannelFeed(
      { subscribe: (from) => subscribed.push(...from), unsubscribe() {}, received() {} },
      { entries: (_, entries) => applied.push(...entries.map((e) => e.seq)), reloaded() {}, revoked() {} },
      async () => ({ epoch: 'e1', head: 0 }),
    )
    feed.follow(names.map((slug) => ({ slug, epoch: 'e1', head: 0 })))
    for (const name of names) feed.entries(name, 'e1', [poisoned(entry(1, { kind: name }))])
    feed.heads(poisoned({ tppo: { epoch: 'e1', head: 9 } }))
    feed.clear()
    expect(applied).toEqual([1, 1, 1])
    expect(subscribed).toHaveLength(names.length)
    unchanged()
  })

  it('change none in a refusal', async () => {
    const errors = poisoned({ headline: ['Terlalu panjang.'] })
    for (const name of names)
      Object.defineProperty(errors, name, { value: [`Salah: ${name}.`], enumerable: true })
    fakeServer({
      'POST /api/x': () => ({
        status: 400,
        body: { ...poisoned({ code: 'validation_failed', detail: 'Perlu diperbaiki.' }), errors },
      }),
    })
    const refusal = await post('/api/x', {}).then(() => undefined, asRefusal)
    expect(fieldError(refusal, 'headline')).toBe('Terlalu panjang.')
    expect(otherErrors(refusal)).toEqual(names.map((name) => `Salah: ${name}.`))
    unchanged()
  })

  it.each([
    ['in memory', memoryStore()],
    ['on the device', deviceStore],
  ] as const)('change none in what waits %s', async (_, store) => {
    const item = poisoned({
      kind: 'message',
      alert: 'a1',
      body: { text: 'Halo' },
      key: 'k1',
      member: 'prototypes',
      writtenAt: 1,
      tries: 0,
      faults: 0,
    })
    const place = await store.add(item as unknown as Omit<OutboxItem, 'place'>)
    await store.tried(place, 2, true)
    await store.setAside(
      place,
      poisoned({ code: 'validation_failed', status: 400, sentence: 'Tidak.', errors: {} }),
    )
    await store.mend(place, 'k2', poisoned({ body: { text: 'Lagi' } }))
    expect((await store.all('prototypes'))[0]?.body.text).toBe('Lagi')
    await store.accepted(place, '__proto__')
    expect(await store.all('prototypes')).toEqual([])
    unchanged()
  })

  it('change none in what is kept, and in the words', async () => {
    await keep('organisation', poisoned(organisation))
    expect((await recall<typeof organisation>('organisation'))?.name).toBe(organisation.name)
    i18next.addResourceBundle('xx', 'translation', poisoned({ state: { loading: '…' } }), true, true)
    for (const name of names) i18next.t(`alertState.${name}`, { lng: 'xx', defaultValue: name })
    i18next.removeResourceBundle('xx', 'translation')
    unchanged()
  })
})
