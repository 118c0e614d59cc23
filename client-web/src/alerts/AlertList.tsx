import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'wouter'
import type { AlertRow, Page } from '../connection/contract'
import { useMe } from '../session/session'
import { type CellView, useCell } from '../sync/cell'
import { useServerNow } from '../ui/time'
import { Empty, StaleNote, Waiting } from '../ui/Waiting'
import { AlertFilters } from './AlertFilters'
import { AlertListRow } from './AlertListRow'
import { AlertSearch } from './AlertSearch'
import { alertOrder } from './alertOrder'
import { alertPages } from './alertStore'
import { filterFrom, narrowedBy, queryOf, searchOf, widened } from './listQuery'
import { searchListFor, useListWords } from './listWords'
import { UnsentAlertRows } from './UnsentAlertPage'

const pageSize = 100

/** The list: words to find, filters, what is owed first, and older ones page by page. */
export function AlertList({ here }: { here?: string }) {
  const { t } = useTranslation()
  const me = useMe()
  const now = useServerNow()
  const [search, setSearch] = useSearchParams()
  const filter = filterFrom(search, useListWords())
  const query = queryOf(filter, pageSize)
  const [asked, setAsked] = useState({ query, pages: 1 })
  const pages = asked.query === query ? asked.pages : 1
  const { value, refusal, readAt, older } = useGrowing(query, pages)
  const ordered = value ? alertOrder(value.items, me.agency.code, now) : undefined
  const change = (next: typeof filter): void => {
    searchListFor(next.q)
    setSearch(searchOf(next), { replace: true })
  }
  const narrowed = filter.q !== '' || narrowedBy(filter) > 0

  return (
    <>
      <AlertSearch words={filter.q} find={searchListFor} />
      <AlertFilters filter={filter} change={change} />
      <UnsentAlertRows here={here} />
      <StaleNote readAt={readAt} refusal={refusal} />
      {!ordered && <Waiting rows={6} refusal={refusal} />}
      {ordered && narrowed && (
        <p className="small muted found" role="status" data-testid="jumlah-temuan">
          {t(value?.next ? 'list.foundMore' : 'list.found', { count: ordered.length })}{' '}
          <button type="button" className="link-button" onClick={() => change(widened(filter))}>
            {t('list.widen')}
          </button>
        </p>
      )}
      {ordered?.length === 0 && (
        <Empty words={t(narrowed ? 'list.nothingFound' : `list.empty.${filter.view}`)} />
      )}
      {ordered && ordered.length > 0 && (
        <ul className="alert-list">
          {ordered.map((alert) => (
            <AlertListRow key={alert.id} alert={alert} agency={me.agency.code} here={alert.id === here} />
          ))}
        </ul>
      )}
      {value?.next && (
        <button
          type="button"
          className="word-button"
          disabled={older}
          onClick={() => setAsked({ query, pages: pages + 1 })}
          data-testid="muat-lagi"
        >
          {t(older ? 'state.loading' : 'list.older')}
        </button>
      )}
    </>
  )
}

/** The pages of a query; while one more is read the ones before stay. */
function useGrowing(query: string, pages: number): CellView<Page<AlertRow>> & { older: boolean } {
  const view = useCell(alertPages.of(`${pages} ${query}`))
  const last = useRef<{ query: string; view: CellView<Page<AlertRow>> }>(undefined)
  useEffect(() => {
    if (view.value) last.current = { query, view }
  })
  const before = last.current?.query === query ? last.current.view : undefined
  const growing = view.value === undefined && !view.withdrawn && before !== undefined
  return growing
    ? { ...before, refusal: view.refusal, older: view.refusal === undefined }
    : { ...view, older: false }
}
