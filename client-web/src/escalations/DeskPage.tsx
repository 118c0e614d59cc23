import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useNames } from '../agencies/useNames'
import { openAlerts, owedAlerts } from '../alerts/alertStore'
import { useChannelLog } from '../channels/useChannelLog'
import { DutyPanel } from '../duty/DutyPanel'
import { EngineCheck } from '../duty/EngineCheck'
import { useMe } from '../session/session'
import { useCell } from '../sync/cell'
import { ConnectionState } from '../ui/ConnectionState'
import { useServerNow } from '../ui/time'
import { Empty, StaleNote, Waiting } from '../ui/Waiting'
import { DeskCardView } from './DeskCardView'
import { askedOf, climbedCards, exhaustedAlerts, offeredCards, owedCards, runningCards } from './deskOrder'
import { ExhaustedField } from './ExhaustedField'
import { RunningList } from './RunningList'
import { WallClock } from './WallClock'

/** The desk: what the agency owes, late first, with one tap to accept; as a wall screen without any controls. */
export function DeskPage({ wall }: { wall?: boolean }) {
  const { t } = useTranslation()
  const me = useMe()
  const names = useNames()
  const now = useServerNow()
  const owed = useCell(owedAlerts, 30_000)
  const open = useCell(openAlerts, 30_000)
  const desk = useChannelLog(me.deskChannel ?? `meja-${me.agency.code}`)
  const asked = askedOf(desk.entries, me)
  const mine = owedCards(owed.value?.items ?? [], me, asked, now)
  const climbed = climbedCards(open.value?.items ?? [], me, asked, now)
  const offered = offeredCards(open.value?.items ?? [], me, now)
  const running = runningCards(open.value?.items ?? [], me)

  useEffect(() => {
    if (!wall) return
    document.documentElement.classList.add('wall-size')
    return () => document.documentElement.classList.remove('wall-size')
  }, [wall])

  return (
    <div className={wall ? 'desk desk-wall' : 'desk'}>
      {wall && (
        <header className="wall-top">
          <h1>{names.agency(me.agency.code)}</h1>
          <WallClock />
          <ConnectionState />
          <EngineCheck agency={me.agency.code} />
        </header>
      )}
      {!wall && <DutyPanel agency={me.agency.code} controls />}
      <StaleNote readAt={owed.readAt} refusal={owed.refusal} />
      {exhaustedAlerts(open.value?.items ?? [], me).map((alert) => (
        <ExhaustedField key={alert.id} alert={alert} withHeadline />
      ))}
      {climbed.length > 0 && (
        <section aria-labelledby="climbed-title">
          <h2 id="climbed-title">{t('desk.climbed')}</h2>
          <ul className="cards">
            {climbed.map((card) => (
              <DeskCardView key={card.alert.id} card={card} silent={card.silent} controls={!wall} />
            ))}
          </ul>
        </section>
      )}
      {offered.length > 0 && (
        <section aria-labelledby="offered-title">
          <h2 id="offered-title">{t('desk.offered')}</h2>
          <ul className="cards">
            {offered.map((card) => (
              <DeskCardView
                key={`${card.alert.id} ${card.obligation.agency}`}
                card={card}
                controls={!wall}
                offer
              />
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="owed-title">
        <h2 id="owed-title">
          {t('desk.owed')} <span className="muted figures">{mine.length > 0 ? mine.length : ''}</span>
        </h2>
        {!owed.value && <Waiting rows={3} refusal={owed.refusal} />}
        {owed.value && mine.length === 0 && <Empty words={t('desk.nothingOwed')} />}
        <ul className="cards">
          {mine.map((card) => (
            <DeskCardView key={card.alert.id} card={card} controls={!wall} mine />
          ))}
        </ul>
      </section>
      {running.length > 0 && <RunningList cards={running} />}
      {wall && <DutyPanel agency={me.agency.code} controls={false} />}
      {!wall && (
        <footer className="desk-foot">
          <EngineCheck agency={me.agency.code} />
          <Link href="/meja?dinding=1" className="small">
            {t('desk.wall')}
          </Link>
        </footer>
      )}
    </div>
  )
}
