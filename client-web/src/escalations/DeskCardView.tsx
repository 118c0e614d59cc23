import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useNames } from '../agencies/useNames'
import { acceptObligation } from '../alerts/acceptObligation'
import { DrillBand, LevelMark } from '../alerts/LevelMark'
import { isLate } from '../alerts/obligations'
import { UnsentAnswer } from '../alerts/UnsentAnswer'
import { useAcknowledge } from '../alerts/useAcknowledge'
import { Age } from '../ui/Age'
import { DueTime } from '../ui/DueTime'
import { Refused } from '../ui/Refused'
import { useServerNow } from '../ui/time'
import { useAct } from '../ui/useAct'
import type { DeskCard } from './deskOrder'

interface DeskCardViewProps {
  card: DeskCard
  controls: boolean
  /** The own agency owes it and can accept it here. */
  mine?: boolean
  /** Another agency owes it and offers it to the own one. */
  offer?: boolean
  /** Other agencies that have not answered. */
  silent?: readonly string[]
}

/** One card of the desk; the biggest thing on it is the time. */
export function DeskCardView({ card, controls, mine, offer, silent = [] }: DeskCardViewProps) {
  const { t } = useTranslation()
  const names = useNames()
  const now = useServerNow()
  const { alert, obligation } = card
  const act = useAcknowledge(alert.id)
  const take = useAct((key) => acceptObligation(key, alert.id))
  const late = isLate(obligation, now)
  const exhausted = obligation.state === 'Exhausted'
  return (
    <li
      className={`card ${late ? 'card-late' : ''} ${card.asked ? 'card-asked' : ''} ${exhausted ? 'card-exhausted' : ''}`}
      data-testid={`${offer ? 'meja-tawaran' : mine ? 'meja-kartu' : 'meja-eskalasi'}-${alert.id}`}
      data-late={late}
    >
      <DrillBand status={alert.status} />
      <div className="card-body">
        <div className="card-words">
          <div className="row">
            <LevelMark level={alert.level} />
            <span className="small muted">
              <Age at={alert.postedAt} />
            </span>
          </div>
          <h3>
            {controls ? <Link href={`/peringatan/${alert.id}`}>{alert.headline}</Link> : alert.headline}
          </h3>
          <p className="small muted">
            {names.caseType(alert.caseType)} · {alert.regionName || names.region(alert.regionCode)}
          </p>
          {offer && <p>{t('offer.what', { agency: names.agency(obligation.agency) })}</p>}
          {silent.length > 0 && (
            <p>{t('desk.notAnswered', { agency: silent.map(names.agency).join(', ') })}</p>
          )}
          {exhausted && (
            <p className="asked" data-testid={`tidak-terjangkau-${alert.id}`}>
              {t('exhausted.title')}
            </p>
          )}
          {card.asked && <p className="asked">{t(mine ? 'desk.asked' : 'desk.askedForOther')}</p>}
          {mine && !card.asked && obligation.level > 1 && (
            <p className="asked">{t('answer.climbed', { role: t(`asks.${obligation.level}`) })}</p>
          )}
        </div>
        <div className="card-time">
          <DueTime dueAt={obligation.dueAt} bare />
        </div>
      </div>
      <Refused refusal={act.refusal ?? take.refusal} />
      {controls && act.waiting && <UnsentAnswer item={act.waiting} />}
      {controls && offer && (
        <Button
          size="lg"
          fullWidth
          loading={take.busy}
          onClick={() => void take.run()}
          data-testid={`meja-ambil-${alert.id}`}
        >
          {t('offer.accept')}
        </Button>
      )}
      {controls && mine && !act.waiting && (
        <Button
          size="lg"
          fullWidth
          loading={act.busy}
          onClick={() => void act.run(alert.version)}
          data-testid={`meja-terima-${alert.id}`}
        >
          {t('answer.accept')}
        </Button>
      )}
    </li>
  )
}
