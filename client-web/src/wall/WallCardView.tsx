import { useTranslation } from 'react-i18next'
import type { TeamWords } from '../agencies/useTeamWords'
import { DrillBand, LevelMark } from '../alerts/LevelMark'
import { Age } from '../ui/Age'
import { DueTime } from '../ui/DueTime'
import type { WallObligation } from './wall'
import type { WallCard } from './wallOrder'

const mostOwed = 3

interface WallCardViewProps {
  card: WallCard
  words: TeamWords
  /** There is no room for it on this screen; it is counted instead. */
  beyond: boolean
}

/** One running alert: what kind, where, and which agencies have not answered. */
export function WallCardView({ card, words, beyond }: WallCardViewProps) {
  const { t } = useTranslation()
  const { alert, owed, late, answered, all } = card
  const more = owed.length - mostOwed
  const look = ['wall-card', ...(late ? ['wall-card-late'] : []), ...(beyond ? ['wall-beyond'] : [])].join(
    ' ',
  )
  return (
    <li className={look} data-testid={`dinding-${alert.alert}`}>
      <DrillBand status={alert.drill ? 'Exercise' : alert.status} />
      <div className="wall-card-head">
        <LevelMark level={alert.level} />
        <strong>{words.caseType(alert.caseType)}</strong>
        {alert.regency && <span>{alert.regency}</span>}
      </div>
      <ul className="wall-owed">
        {owed.slice(0, mostOwed).map((o) => (
          <Owed key={o.agency} obligation={o} agency={words.agency(o.agency)} />
        ))}
      </ul>
      <p className={owed.length === 0 ? 'wall-answered' : 'muted'}>
        <Age at={alert.postedAt} />
        {' · '}
        {more > 0 && `${t('wall.moreOwed', { count: more })} · `}
        {all === 0 ? t(`alertState.${alert.state}`) : t('list.answered', { answered, all })}
      </p>
    </li>
  )
}

function Owed({ obligation, agency }: { obligation: WallObligation; agency: string }) {
  const { t } = useTranslation()
  return (
    <li>
      <span className="wall-agency">{agency}</span>
      {obligation.state === 'Exhausted' ? (
        <span className="due due-late">{t('exhausted.title')}</span>
      ) : (
        <DueTime dueAt={obligation.dueAt} bare />
      )}
    </li>
  )
}
