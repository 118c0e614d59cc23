import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'wouter'
import { useMe } from '../session/session'
import { useCell } from '../sync/cell'
import { TwoPanes } from '../ui/TwoPanes'
import { useServerNow } from '../ui/time'
import { Empty, StaleNote, Waiting } from '../ui/Waiting'
import { AlertFilters } from './AlertFilters'
import { AlertListRow } from './AlertListRow'
import { AlertPage } from './AlertPage'
import { alertOrder } from './alertOrder'
import { alertLists } from './alertStore'
import { filterFrom, queryOf, searchOf } from './listQuery'
import { UnsentAlertPage, UnsentAlertRows } from './UnsentAlertPage'
import { unsentPlace } from './unsentAlerts'

/** The alerts: the list, and beside it or in its place the one that is open. */
export function AlertsPlace({ id }: { id?: string }) {
  const { t } = useTranslation()
  return (
    <TwoPanes
      open={id}
      listLabel={t('nav.alerts')}
      detailLabel={t('alert.one')}
      list={<AlertList {...(id ? { here: id } : {})} />}
      detail={id ? <OneAlert id={id} /> : <Empty words={t('list.choose')} />}
    />
  )
}

function OneAlert({ id }: { id: string }) {
  const unsent = unsentPlace(id)
  return unsent === undefined ? <AlertPage key={id} id={id} /> : <UnsentAlertPage key={id} place={unsent} />
}

function AlertList({ here }: { here?: string }) {
  const { t } = useTranslation()
  const me = useMe()
  const now = useServerNow()
  const [search, setSearch] = useSearchParams()
  const [limit, setLimit] = useState(100)
  const filter = filterFrom(search)
  const { value, refusal, readAt } = useCell(alertLists.of(queryOf(filter, limit)))
  const ordered = value ? alertOrder(value.items, me.agency.code, now) : undefined

  return (
    <>
      <AlertFilters filter={filter} change={(next) => setSearch(searchOf(next), { replace: true })} />
      <UnsentAlertRows here={here} />
      <StaleNote readAt={readAt} refusal={refusal} />
      {!ordered && <Waiting rows={6} refusal={refusal} />}
      {ordered?.length === 0 && <Empty words={t(`list.empty.${filter.view}`)} />}
      {ordered && ordered.length > 0 && (
        <ul className="alert-list">
          {ordered.map((alert) => (
            <AlertListRow key={alert.id} alert={alert} agency={me.agency.code} here={alert.id === here} />
          ))}
        </ul>
      )}
      {value?.next && limit < 500 && (
        <button type="button" className="word-button" onClick={() => setLimit(limit + 200)}>
          {t('list.older')}
        </button>
      )}
    </>
  )
}
