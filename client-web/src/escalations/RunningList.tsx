import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { DrillBand, LevelMark } from '../alerts/LevelMark'
import { runningTime, useServerNow } from '../ui/time'
import type { DeskCard } from './deskOrder'

/** What the agency has accepted and works on; the lead agency sees when its next note is due. */
export function RunningList({ cards }: { cards: DeskCard[] }) {
  const { t } = useTranslation()
  const now = useServerNow()
  return (
    <section aria-labelledby="running-title">
      <h2 id="running-title">{t('desk.running')}</h2>
      <ul className="running">
        {cards.map(({ alert, obligation }) => {
          const left = obligation.progressDueAt ? Date.parse(obligation.progressDueAt) - now : undefined
          return (
            <li key={alert.id}>
              <DrillBand status={alert.status} />
              <Link href={`/peringatan/${alert.id}`}>
                <LevelMark level={alert.level} /> {alert.headline}
              </Link>
              {left !== undefined && (
                <span className={left < 0 ? 'small due-late' : 'small muted'}>
                  {t(left < 0 ? 'desk.progressLate' : 'desk.progressDue')}{' '}
                  <span className="figures">{runningTime(left)}</span>
                </span>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
