import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Channel } from '../connection/contract'
import { FreshRefused } from '../session/FreshRefused'
import { mayOversee, useMe } from '../session/session'
import { useFreshAct } from '../session/useFreshAct'
import { dismissGuests } from './dismissGuests'

/** Which organisations outside the team read along; whoever oversees the team can end that. */
export function GuestsPart({ channel }: { channel: Channel }) {
  const { t } = useTranslation()
  const me = useMe()
  const guests = channel.guests ?? []
  if (guests.length === 0) return null
  if (!mayOversee(me))
    return <p className="small muted">{t('channels.guests', { guests: guests.join(', ') })}</p>
  return (
    <ul className="members" aria-label={t('channels.guestsTitle')}>
      {guests.map((organisation) => (
        <GuestRow key={organisation} slug={channel.slug} organisation={organisation} />
      ))}
    </ul>
  )
}

function GuestRow({ slug, organisation }: { slug: string; organisation: string }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const act = useFreshAct(() => dismissGuests(slug, organisation))
  return (
    <li data-testid={`tamu-${organisation}`}>
      <div className="row">
        <span>{t('who.guest', { name: organisation })}</span>
        {!asking && (
          <button
            type="button"
            className="word-button push"
            aria-label={t('channels.dismissName', { name: organisation })}
            onClick={() => setAsking(true)}
          >
            {t('channels.dismiss')}
          </button>
        )}
      </div>
      {asking && (
        <div className="stack">
          <p>{t('channels.dismissAsk', { name: organisation })}</p>
          <div className="row">
            <Button
              size="lg"
              color="red.9"
              loading={act.busy}
              onClick={() => void act.run()}
              data-testid="tamu-keluarkan"
            >
              {t('channels.dismissGo')}
            </Button>
            <Button size="lg" variant="default" onClick={() => setAsking(false)}>
              {t('reason.back')}
            </Button>
          </div>
          <FreshRefused act={act} />
        </div>
      )}
    </li>
  )
}
