import { MantineProvider } from '@mantine/core'
import { render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PreviewPart } from '../../src/alerts/PreviewPart'
import { isUnreached, type Preview, previewOrder } from '../../src/alerts/previewAlert'
import { setSession } from '../../src/session/session'
import { forgetEverything } from '../../src/sync/cell'
import { fakeServer } from '../support/fakeServer'
import { me, minutes, organisation } from '../support/samples'

const intan = { id: 'm2', name: 'Intan', position: 'Penghubung', agency: 'polresta' }
const step = (level: number, people: (typeof intan)[], at = minutes(0)) => ({
  level,
  at,
  asks: [],
  people,
  gap: people.length === 0,
})
const asked = (agency: string, part: Partial<Preview['obligations'][number]> = {}) => ({
  agency,
  name: agency.toUpperCase(),
  lead: false,
  dueAt: minutes(5),
  canAnswer: true,
  steps: [step(1, [intan]), step(2, [], minutes(5))],
  ...part,
})
const preview = (part: Partial<Preview> = {}): Preview => ({
  level: 'Kritis',
  tlp: 'AMBER',
  channel: 'tppo',
  obligations: [asked('kanim'), asked('polresta', { lead: true }), asked('dinsos', { steps: [step(1, [])] })],
  gaps: [],
  warnings: [],
  similar: [],
  ...part,
})

function show(what: Preview) {
  fakeServer({
    'GET /api/organisation': () => ({ body: organisation }),
    'GET /api/members': () => ({ body: { items: [] } }),
  })
  render(
    <MantineProvider>
      <PreviewPart preview={what} />
    </MantineProvider>,
  )
}

describe('before sending', () => {
  beforeEach(() => setSession({ status: 'in', me: me() }))
  afterEach(() => {
    forgetEverything()
    vi.unstubAllGlobals()
  })

  it('shows the agencies that nobody reaches first, then the lead', () => {
    expect(previewOrder(preview().obligations).map((o) => o.agency)).toEqual(['dinsos', 'polresta', 'kanim'])
    expect(isUnreached(asked('a', { canAnswer: false }))).toBe(true)
    expect(isUnreached(asked('a', { steps: [] }))).toBe(true)
  })

  it('says who is asked when, by name and position, and where nobody is', () => {
    show(preview())
    const police = screen.getByTestId('pratinjau-polresta')
    const [first, second] = within(police).getAllByRole('listitem')
    expect(first?.textContent).toBe('12.00Intan, Penghubung')
    expect(second?.textContent).toBe('12.05kepala jaga: tidak ada yang piket')
    expect(screen.getByTestId('pratinjau-dinsos').dataset.gap).toBe('true')
    expect(police.dataset.gap).toBe('false')
  })

  it('hints at alerts like it with a link, and blocks nothing', () => {
    const similar = {
      id: 'a7',
      caseType: 'TPPO',
      level: 'Kritis' as const,
      headline: 'Rumah di Rajabasa',
      regionCode: '18.71.07',
      regionName: 'Rajabasa',
      postedAt: new Date(Date.now() - 2 * 3_600_000 - 5000).toISOString(),
      state: 'Open' as const,
    }
    show(
      preview({
        similar: [similar],
        gaps: [{ field: 'regionCode', code: 'unserved_kind', sentence: 'Tidak ada dinsos.' }],
      }),
    )
    const hint = screen.getByTestId('serupa')
    expect(within(hint).getByRole('link').getAttribute('href')).toBe('/peringatan/a7')
    expect(hint.textContent).toContain('2 jam lalu')
    expect(screen.getByTestId('pratinjau-celah').textContent).toBe('Tidak ada dinsos.')
  })
})
