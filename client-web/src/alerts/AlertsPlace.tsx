import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { TwoPanes } from '../ui/TwoPanes'
import { Empty, Waiting } from '../ui/Waiting'
import { AlertList } from './AlertList'
import { AlertPage } from './AlertPage'
import { UnsentAlertPage } from './UnsentAlertPage'
import { unsentPlace } from './unsentAlerts'

// Changing an alert is not urgent in the way that reading and answering it is.
const UpdatePage = lazy(() => import('./UpdatePage'))

/** The alerts: the list, and beside it or in its place the one that is open. */
export function AlertsPlace({ id, changing }: { id?: string; changing?: boolean }) {
  const { t } = useTranslation()
  return (
    <TwoPanes
      open={id}
      listLabel={t('nav.alerts')}
      detailLabel={t('alert.one')}
      list={<AlertList {...(id ? { here: id } : {})} />}
      detail={id ? <OneAlert id={id} changing={changing} /> : <Empty words={t('list.choose')} />}
    />
  )
}

function OneAlert({ id, changing }: { id: string; changing: boolean | undefined }) {
  const unsent = unsentPlace(id)
  if (unsent !== undefined) return <UnsentAlertPage key={id} place={unsent} />
  if (!changing) return <AlertPage key={id} id={id} />
  return (
    <Suspense fallback={<Waiting />}>
      <UpdatePage key={id} id={id} />
    </Suspense>
  )
}
