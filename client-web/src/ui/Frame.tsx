import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import type { Me } from '../connection/contract'
import { OnDutyLine } from '../duty/OnDutyLine'
import { mayAnswer, mayPost, mayRead, mayReadDuty } from '../session/session'
import { ConnectionState } from './ConnectionState'
import { Icon, type IconName } from './Icon'
import { OwedCount, UnreadCount } from './placeCounts'
import { UnsentBar } from './UnsentBar'

interface Place {
  href: string
  word: string
  icon: IconName
  count?: ReactNode
  large?: boolean
}

function placesOf(me: Me): Place[] {
  const places: (Place | false)[] = [
    mayRead(me) && { href: '/peringatan', word: 'nav.alerts', icon: 'alerts' },
    mayAnswer(me) && { href: '/meja', word: 'nav.desk', icon: 'desk', count: <OwedCount /> },
    mayPost(me) && { href: '/lapor', word: 'nav.report', icon: 'report', large: true },
    mayRead(me) && { href: '/kanal', word: 'nav.channels', icon: 'channel', count: <UnreadCount /> },
    { href: '/lainnya', word: 'nav.more', icon: 'more' },
  ]
  return places.filter((p) => p !== false)
}

/** The frame around every place: top line, the places, and the place itself. */
export function Frame({ me, children }: { me: Me; children: ReactNode }) {
  const { t } = useTranslation()
  const [location] = useLocation()
  const places = placesOf(me)
  const here = places.find((p) => location === p.href || location.startsWith(`${p.href}/`))
  const name = here ? t(here.word) : ''

  useEffect(() => {
    document.title = name ? `${name} · Timpora.Comms` : 'Timpora.Comms'
  }, [name])

  return (
    <div className="frame">
      <a className="skip" href="#isi">
        {t('nav.skip')}
      </a>
      <header className="top">
        <h1>{name || 'Timpora.Comms'}</h1>
        <ConnectionState />
        {mayReadDuty(me) && <OnDutyLine agency={me.agency.code} />}
      </header>
      <nav className="places" aria-label={t('nav.label')}>
        {places.map((place) => (
          <Link
            key={place.href}
            href={place.href}
            className={place.large ? 'place place-large' : 'place'}
            aria-current={place === here ? 'page' : undefined}
          >
            <Icon name={place.icon} size={24} />
            <span>{t(place.word)}</span>
            {place.count}
          </Link>
        ))}
      </nav>
      <main id="isi" className="content" tabIndex={-1}>
        {children}
      </main>
      <UnsentBar />
    </div>
  )
}
