import { startOf } from '../alerts/listQuery'
import type { MeasuresBy } from './readMeasures'

/** The choices of the figures, as they stand in the address. */
export interface MeasuresChoice {
  by: MeasuresBy
  drills: boolean
  /** Days back from now, or "sendiri" for two days of one's own. */
  period: (typeof periods)[number]
  from: string
  to: string
}

/** The stretches of time to choose from. */
export const periods = ['7', '30', '90', '365', 'sendiri'] as const

const groups: Record<string, MeasuresBy> = { instansi: 'agency', jenis: 'caseType', tingkat: 'level' }

/** The groupings with their words in the address. */
export const groupings = Object.entries(groups)

/** Reads the choices from the address. */
export function choiceFrom(search: URLSearchParams): MeasuresChoice {
  const period = search.get('masa') ?? '30'
  return {
    by: groups[search.get('per') ?? ''] ?? 'agency',
    drills: search.get('latihan') === '1',
    period: periods.find((p) => p === period) ?? '30',
    from: search.get('dari') ?? '',
    to: search.get('sampai') ?? '',
  }
}

/** Writes the choices into the address, leaving out what says nothing. */
export function searchOfChoice(choice: MeasuresChoice): URLSearchParams {
  const search = new URLSearchParams()
  const per = groupings.find(([, by]) => by === choice.by)?.[0]
  if (per && per !== 'instansi') search.set('per', per)
  if (choice.drills) search.set('latihan', '1')
  if (choice.period !== '30') search.set('masa', choice.period)
  if (choice.period === 'sendiri' && choice.from) search.set('dari', choice.from)
  if (choice.period === 'sendiri' && choice.to) search.set('sampai', choice.to)
  return search
}

const day = 86_400_000

/** The question to the server; a moment is cut to the hour, so that the same choice is the same question for a while. */
export function queryOfChoice(choice: MeasuresChoice, now: number): string {
  const query = new URLSearchParams({ by: choice.by, status: choice.drills ? 'Exercise' : 'Actual' })
  if (choice.period === 'sendiri') {
    if (isDay(choice.from)) query.set('from', startOf(choice.from))
    if (isDay(choice.to)) query.set('to', startOf(choice.to, 1))
    return query.toString()
  }
  const hour = Math.floor(now / 3_600_000) * 3_600_000
  query.set('from', new Date(hour - Number(choice.period) * day).toISOString())
  return query.toString()
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
