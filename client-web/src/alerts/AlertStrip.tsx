import { useTranslation } from 'react-i18next'
import { useNames } from '../agencies/useNames'
import type { AlertRow } from '../connection/contract'
import { useServerNow } from '../ui/time'
import { answeredOf, gridOrder, isOver, markOf } from './obligations'

/** One small square per owing agency: empty not yet, filled answered, red late; the words stand in the label. */
export function AlertStrip({ alert }: { alert: AlertRow }) {
  const { t } = useTranslation()
  const names = useNames()
  const now = useServerNow()
  const over = isOver(alert)
  const squares = gridOrder(alert.obligations, now, over)
  return (
    <span className="strip">
      <span className="squares" aria-hidden="true">
        {squares.map((o) => (
          <span
            key={o.agency}
            className={`square square-${markOf(o, now, over)}`}
            title={names.agency(o.agency)}
          />
        ))}
      </span>
      <span className="small muted figures">{t('list.answered', answeredOf(squares))}</span>
    </span>
  )
}
