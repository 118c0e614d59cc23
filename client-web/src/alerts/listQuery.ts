import { wibTime } from './draft'

/** Which part of the alerts the list shows. */
export type ListView = 'terbuka' | 'kami' | 'semua'

/** The filters: all but the words stand in the address. */
export interface ListFilter {
  view: ListView
  /** Words to find; all of them, or their beginnings. Never in an address (listWords.ts). */
  q: string
  caseType: string
  level: string
  region: string
  /** An agency that is asked to answer. */
  agency: string
  /** One state of an alert instead of a view. */
  state: string
  /** Days, as a date field holds them; both belong to the stretch. */
  from: string
  to: string
}

// What stands in the address is Indonesian, as all addresses of the page.
const inAddress = {
  caseType: 'jenis',
  level: 'tingkat',
  region: 'wilayah',
  agency: 'instansi',
  state: 'keadaan',
  from: 'dari',
  to: 'sampai',
} as const
type Word = keyof typeof inAddress
const words = Object.keys(inAddress) as Word[]

/** The alert states to choose from. */
export const states = ['Open', 'Acknowledged', 'InProgress', 'Resolved', 'Cancelled'] as const

/** The filters from the address, with the words; anything unknown falls back to what is open. */
export function filterFrom(search: URLSearchParams, q = ''): ListFilter {
  const view = search.get('tampil')
  const read = Object.fromEntries(words.map((word) => [word, search.get(inAddress[word]) ?? ''])) as Record<
    Word,
    string
  >
  return {
    ...read,
    q,
    view: view === 'kami' || view === 'semua' ? view : 'terbuka',
    from: isDay(read.from) ? read.from : '',
    to: isDay(read.to) ? read.to : '',
  }
}

/** Writes the filters into the address, leaving out what says nothing, and the words. */
export function searchOf(filter: ListFilter): URLSearchParams {
  const search = new URLSearchParams()
  if (filter.view !== 'terbuka') search.set('tampil', filter.view)
  for (const word of words) if (filter[word]) search.set(inAddress[word], filter[word])
  return search
}

/** How many filters narrow the list besides the view and the words. */
export const narrowedBy = (filter: ListFilter): number => words.filter((word) => filter[word] !== '').length

/** The same view without anything that narrows it. */
export const widened = ({ view }: ListFilter): ListFilter => ({
  ...filterFrom(new URLSearchParams()),
  view,
})

/** The question to the server for a filter, as findAlerts takes it. */
export function queryOf(filter: ListFilter, limit: number): string {
  const query = new URLSearchParams()
  if (filter.q.trim()) query.set('q', filter.q.trim())
  if (filter.state) query.set('state', filter.state)
  else if (filter.view === 'terbuka') query.set('state', 'open')
  if (filter.view === 'kami') query.set('owed', 'mine')
  if (filter.caseType) query.set('caseType', filter.caseType)
  if (filter.level) query.set('level', filter.level)
  if (filter.region) query.set('region', filter.region)
  if (filter.agency) query.set('agency', filter.agency)
  if (filter.from) query.set('from', startOf(filter.from))
  // The last day counts whole.
  if (filter.to) query.set('to', startOf(filter.to, 1))
  query.set('limit', String(limit))
  return query.toString()
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))

/** The moment at which a day of the team's calendar begins, or the one some days later. */
export const startOf = (day: string, later = 0): string =>
  new Date(Date.parse(wibTime(`${day}T00:00`)) + later * 86_400_000).toISOString()
