/** Which part of the alerts the list shows. */
export type ListView = 'terbuka' | 'kami' | 'semua'

/** The filters as they stand in the address. */
export interface ListFilter {
  view: ListView
  caseType: string
  level: string
  region: string
}

/** Reads the filters from the address; anything unknown falls back to what is open. */
export function filterFrom(search: URLSearchParams): ListFilter {
  const view = search.get('tampil')
  return {
    view: view === 'kami' || view === 'semua' ? view : 'terbuka',
    caseType: search.get('jenis') ?? '',
    level: search.get('tingkat') ?? '',
    region: search.get('wilayah') ?? '',
  }
}

/** Writes the filters into the address, leaving out what says nothing. */
export function searchOf(filter: ListFilter): URLSearchParams {
  const search = new URLSearchParams()
  if (filter.view !== 'terbuka') search.set('tampil', filter.view)
  if (filter.caseType) search.set('jenis', filter.caseType)
  if (filter.level) search.set('tingkat', filter.level)
  if (filter.region) search.set('wilayah', filter.region)
  return search
}

/** The question to the server for a filter. */
export function queryOf(filter: ListFilter, limit: number): string {
  const query = new URLSearchParams()
  if (filter.view === 'terbuka') query.set('state', 'open')
  if (filter.view === 'kami') query.set('owed', 'mine')
  if (filter.caseType) query.set('caseType', filter.caseType)
  if (filter.level) query.set('level', filter.level)
  if (filter.region) query.set('region', filter.region)
  query.set('limit', String(limit))
  return query.toString()
}
