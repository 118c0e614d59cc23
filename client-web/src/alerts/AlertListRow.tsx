import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useNames } from '../agencies/useNames'
import type { AlertRow } from '../connection/contract'
import { Age } from '../ui/Age'
import { DueTime } from '../ui/DueTime'
import { AlertStrip } from './AlertStrip'
import { DrillBand, LevelMark } from './LevelMark'
import { isOver, isOwed, obligationOf, offersTo } from './obligations'

/** One alert in a list: level, headline, place, age, and who has answered. */
export function AlertListRow({ alert, agency, here }: { alert: AlertRow; agency: string; here: boolean }) {
  const { t } = useTranslation()
  const names = useNames()
  const mine = obligationOf(alert, agency)
  const over = isOver(alert)
  return (
    <li>
      <Link
        href={`/peringatan/${alert.id}${location.search}`}
        className={over ? 'alert-row alert-over' : 'alert-row'}
        aria-current={here ? 'true' : undefined}
        data-testid={`peringatan-${alert.id}`}
      >
        <DrillBand status={alert.status} />
        <span className="alert-row-top">
          <LevelMark level={alert.level} />
          {over && <span className="small muted">{t(`alertState.${alert.state}`)}</span>}
          <span className="small muted push">
            <Age at={alert.postedAt} />
          </span>
        </span>
        <span className="alert-row-headline">{alert.headline}</span>
        <span className="small muted">
          {names.caseType(alert.caseType)} · {alert.regionName || names.region(alert.regionCode)}
        </span>
        <span className="alert-row-bottom">
          <AlertStrip alert={alert} />
          {offersTo(alert, agency).length > 0 && !over && (
            <span className="push mine">
              <span className="due due-offer">{t('offer.tag')}</span>
            </span>
          )}
          {mine && isOwed(mine) && !over && (
            <span className="push mine">
              <DueTime dueAt={mine.dueAt} />
            </span>
          )}
        </span>
      </Link>
    </li>
  )
}
