import '../ui/styles/wall.css'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useTeamWords } from '../agencies/useTeamWords'
import { WallClock } from '../escalations/WallClock'
import { useCell } from '../sync/cell'
import { Icon } from '../ui/Icon'
import { clockTime, spanWords, useServerNow } from '../ui/time'
import { Waiting } from '../ui/Waiting'
import { keepAwake } from './keepAwake'
import { useFitting } from './useFitting'
import { WallCardView } from './WallCardView'
import { wallCell } from './wall'
import { wallCards } from './wallOrder'

const readEvery = 5000
const tooOldAfter = 15_000
// More than a wall can hold in letters that are read from four metres; how many fit is measured.
const most = 12

/** A screen on a wall: who owes an answer and until when, large, without anything to touch. */
export default function WallPage() {
  const { t } = useTranslation()
  const words = useTeamWords()
  const now = useServerNow()
  const { value, readAt } = useCell(wallCell, readEvery)
  const cards = wallCards(value?.alerts ?? [], now)
  const list = useRef<HTMLUListElement>(null)
  const fit = Math.min(useFitting(list), most)
  const hidden = Math.max(0, cards.length - fit) + (value?.more ?? 0)
  // By the device's own clock, which also ticks while the hub is away.
  const age = readAt === undefined ? undefined : Date.now() - readAt
  const old = age !== undefined && age > tooOldAfter

  useEffect(() => keepAwake(), [])
  useEffect(() => {
    const { classList } = document.documentElement
    classList.add('wall-screen')
    return () => classList.remove('wall-screen')
  }, [])

  return (
    <main
      className={old ? 'wall-page wall-old' : 'wall-page'}
      aria-label={t('wall.label')}
      data-testid="dinding"
    >
      <header className="wall-head">
        <h1>{value?.agency.name ?? 'Timpora.Comms'}</h1>
        <WallClock />
      </header>
      {old && readAt !== undefined && (
        <p className="wall-warning" role="alert" data-testid="dinding-lama">
          <Icon name="warning" size={48} /> {t('wall.old', { span: spanWords(age), time: clockTime(readAt) })}
        </p>
      )}
      {!value && <FirstReading />}
      {value && cards.length === 0 && <p className="wall-quiet">{t('wall.quiet')}</p>}
      <ul className="wall-cards" ref={list}>
        {cards.slice(0, most).map((card, place) => (
          <WallCardView key={card.alert.alert} card={card} words={words} beyond={place >= fit} />
        ))}
      </ul>
      {hidden > 0 && (
        <p className="wall-more" data-testid="dinding-lagi">
          {t('wall.more', { count: hidden })}
        </p>
      )}
    </main>
  )
}

function FirstReading() {
  const { refusal } = useCell(wallCell, readEvery)
  return <Waiting rows={3} refusal={refusal} />
}
