import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { useLive } from '../connection/live'
import { unsentOnDevice } from '../outbox/deviceStore'
import { useOutbox } from '../outbox/ownOutbox'
import { useMe } from '../session/session'
import { Icon } from './Icon'
import { useOlderThanAMoment } from './useOlderThanAMoment'

/** The bar that stays as long as something is not sent; what goes out within a moment makes none. */
export function UnsentBar() {
  const { t } = useTranslation()
  const me = useMe()
  const { items, keeps } = useOutbox(me.id)
  const [location] = useLocation()
  const { state } = useLive()
  const waits = useOlderThanAMoment(items[0]?.writtenAt)
  const refused = items.filter((i) => i.refusal).length
  if (items.length === 0) return null
  if (!waits && refused === 0 && state !== 'disconnected' && !items.some((i) => i.tries > 0)) return null
  return (
    <div className="unsent-bar" role="status" data-testid="tidak-terkirim">
      <Icon name="warning" />
      <p>
        <strong>{t('outbox.notSent', { count: items.length })}</strong>{' '}
        <span className="small">
          {refused > 0
            ? t('outbox.someRefused', { count: refused })
            : t(keeps ? 'outbox.willGo' : 'outbox.notKept')}
        </span>
      </p>
      {location !== '/tidak-terkirim' && (
        <Link href="/tidak-terkirim" className="push">
          {t('outbox.look')}
        </Link>
      )}
    </div>
  )
}

/** Before the sign-in: that something waits on this device, but not what or whose. */
export function UnsentHere() {
  const { t } = useTranslation()
  const [count, setCount] = useState(0)
  useEffect(() => {
    void unsentOnDevice().then(setCount)
  }, [])
  if (count === 0) return null
  return (
    <p className="notice notice-amber" role="status" data-testid="menunggu-masuk">
      <Icon name="warning" />
      <span>
        <strong>{t('outbox.notSent', { count })}</strong> {t('outbox.waitsForSignIn')}
      </span>
    </p>
  )
}
