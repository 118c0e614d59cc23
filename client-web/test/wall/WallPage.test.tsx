import { act, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { forgetEverything } from '../../src/sync/cell'
import { fitting } from '../../src/wall/useFitting'
import WallPage from '../../src/wall/WallPage'
import type { Wall, WallAlert } from '../../src/wall/wall'
import { fakeServer } from '../support/fakeServer'
import { minutes, noon, organisation } from '../support/samples'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] })
  vi.setSystemTime(noon)
  forgetEverything()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const running = (alert: string, part: Partial<WallAlert> = {}): WallAlert => ({
  alert,
  caseType: 'TPPO',
  level: 'Kritis',
  status: 'Actual',
  state: 'Open',
  channel: 'tppo',
  regency: 'Kota Bandar Lampung',
  postedAt: minutes(-3),
  drill: false,
  obligations: [{ agency: 'polresta', state: 'Notified', dueAt: minutes(5) }],
  ...part,
})

async function open(wall: Partial<Wall>) {
  const answer = { away: false, wall }
  const seen = fakeServer({
    'GET /api/organisation': () => ({ body: organisation }),
    'GET /api/wall': () =>
      answer.away
        ? 'unreachable'
        : {
            body: {
              now: minutes(0),
              agency: { code: 'polresta', name: 'Polresta Bandar Lampung' },
              alerts: [],
              ...answer.wall,
            },
          },
  })
  const { unmount } = render(<WallPage />)
  await passes(0)
  return { answer, seen, unmount }
}

const passes = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1000))
const cards = () => screen.getAllByTestId(/^dinding-a\d+$/)

it('shows who has not answered and a countdown that runs, and reads anew every five seconds', async () => {
  const { answer, seen } = await open({ alerts: [running('a1')] })
  const [card] = cards()
  for (const words of ['Perdagangan orang', 'Kota Bandar Lampung', 'KRITIS', 'Polresta', '05:00'])
    expect(card?.textContent).toContain(words)
  await passes(2)
  expect(card?.textContent).toContain('04:58')
  answer.wall = {
    alerts: [
      running('a1', { obligations: [{ agency: 'polresta', state: 'Acknowledged', dueAt: minutes(5) }] }),
    ],
  }
  await passes(3)
  expect(card?.textContent).toContain('1 dari 1 menjawab')
  expect(card?.textContent).not.toContain('BELUM')
  // Nothing that names people, and nothing else than what a wall may show.
  expect(new Set(seen.map((s) => s.path))).toEqual(new Set(['/api/organisation', '/api/wall']))
})

it('has nothing to touch', async () => {
  await open({ alerts: [running('a1')] })
  for (const role of ['button', 'link', 'textbox', 'navigation']) expect(screen.queryByRole(role)).toBeNull()
})

it('puts the most urgent first, and turns late by itself', async () => {
  const kritis = (due: number) => [{ agency: 'kanim', state: 'Seen' as const, dueAt: minutes(due) }]
  await open({
    alerts: [
      running('a1', { drill: true, status: 'Exercise', obligations: kritis(-30) }),
      running('a2', { obligations: [{ agency: 'kanim', state: 'Acknowledged', dueAt: minutes(-9) }] }),
      running('a3', { level: 'Mendesak', obligations: kritis(1) }),
      running('a4', { obligations: kritis(4) }),
      running('a5', { level: 'Rutin', obligations: kritis(-2) }),
    ],
  })
  const order = () => cards().map((c) => c.dataset.testid)
  expect(order()).toEqual(['dinding-a5', 'dinding-a4', 'dinding-a3', 'dinding-a2', 'dinding-a1'])
  expect(within(screen.getByTestId('dinding-a1')).getByText('LATIHAN')).toBeTruthy()
  await passes(62)
  expect(order().slice(0, 2)).toEqual(['dinding-a3', 'dinding-a5'])
  expect(screen.getByTestId('dinding-a3').textContent).toContain('TERLAMBAT')
})

it('says what does not fit, and which ladder has run out', async () => {
  const silent = ['kanim', 'polresta', 'bp3mi', 'polres-metro', 'x'].map((agency) => ({
    agency,
    state: 'Notified' as const,
    dueAt: minutes(5),
  }))
  const alerts = Array.from({ length: 8 }, (_, i) => running(`a${i}`, { postedAt: minutes(i - 20) }))
  alerts[0] = running('a0', {
    obligations: [...silent, { agency: 'disnaker', state: 'Exhausted', dueAt: minutes(-5) }],
  })
  // A screen in which each card is 300 high and two stand beside each other, with room for three rows.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(910)
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(300)
  vi.spyOn(HTMLElement.prototype, 'offsetTop', 'get').mockImplementation(function (this: HTMLElement) {
    const place = [...(this.parentElement?.children ?? [])].indexOf(this)
    return this.className.includes('wall-card ') || this.className === 'wall-card'
      ? 100 + Math.floor(place / 2) * 300
      : 100
  })
  await open({ alerts, more: 3 })
  expect(cards().filter((c) => !c.className.includes('wall-beyond'))).toHaveLength(6)
  expect(screen.getByTestId('dinding-lagi').textContent).toBe('dan 5 peringatan lain')
  expect(cards()[0]?.textContent).toContain('TIDAK TERJANGKAU')
  expect(cards()[0]?.textContent).toContain('3 instansi lain belum menjawab')
})

it('shows what is wholly in view, and the first whatever its size', () => {
  expect(fitting([300, 300, 600, 600], 600)).toBe(4)
  expect(fitting([300, 300, 600, 600], 599)).toBe(2)
  expect(fitting([900, 900], 600)).toBe(1)
  expect(fitting([], 600)).toBe(0)
})

it('says loudly when it has heard nothing for more than fifteen seconds, until it hears again', async () => {
  const { answer } = await open({ alerts: [running('a1')] })
  answer.away = true
  await passes(14)
  expect(screen.queryByTestId('dinding-lama')).toBeNull()
  await passes(3)
  expect(screen.getByRole('alert').textContent).toContain('DATA LAMA')
  expect(screen.getByTestId('dinding').className).toContain('wall-old')
  answer.away = false
  await passes(5)
  expect(screen.queryByTestId('dinding-lama')).toBeNull()
})

it('keeps the screen awake, also after it was away, and lets it sleep when left', async () => {
  const held: { released: boolean }[] = []
  Object.defineProperty(navigator, 'wakeLock', {
    configurable: true,
    value: {
      request: async () => {
        const lock = { released: false, release: async () => Object.assign(lock, { released: true }) }
        held.push(lock)
        return lock
      },
    },
  })
  const { unmount } = await open({})
  expect(screen.getByText('Tidak ada peringatan yang berjalan.')).toBeTruthy()
  expect(held).toHaveLength(1)
  const comesIntoView = async () => {
    document.dispatchEvent(new Event('visibilitychange'))
    await passes(0)
  }
  await comesIntoView()
  expect(held).toHaveLength(1)
  // A browser takes the lock back when the page goes out of view.
  Object.assign(held[0] ?? {}, { released: true })
  await comesIntoView()
  expect(held).toHaveLength(2)
  expect(document.documentElement.className).toContain('wall-screen')
  unmount()
  await passes(0)
  expect(held[1]?.released).toBe(true)
  expect(document.documentElement.className).not.toContain('wall-screen')
})
