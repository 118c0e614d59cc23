import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, Redirect } from 'wouter'
import { useNames } from '../agencies/useNames'
import type { OutboxItem } from '../outbox/outboxItem'
import { outboxOf, useOutbox } from '../outbox/ownOutbox'
import { useMe } from '../session/session'
import { announce } from '../ui/announce'
import { Icon } from '../ui/Icon'
import { DrillBand, LevelMark } from './LevelMark'
import { MessageBox } from './MessageBox'
import type { NewAlert, PostedAlert } from './postAlert'
import { UnsentState } from './UnsentState'
import { UnsentWords } from './UnsentWords'
import { unsentAddress } from './unsentAlerts'

/** An alert of one's own that the server does not have yet; once it has, this page becomes the alert's. */
export function UnsentAlertPage({ place }: { place: number }) {
  const { t } = useTranslation()
  const me = useMe()
  const { items, landed } = useOutbox(me.id)
  const [looked, setLooked] = useState(false)
  const item = items.find((i) => i.place === place && i.kind === 'alert')
  const posted = landed.find((l) => l.item.place === place)?.answer as PostedAlert | undefined

  useEffect(() => {
    void outboxOf(me.id)
      .reload()
      .then(() => setLooked(true))
  }, [me.id])

  const warnings = posted?.warnings
  useEffect(() => {
    if (warnings?.length) announce(warnings.map((w) => w.sentence).join(' '))
  }, [warnings])

  if (posted) return <Redirect to={`/peringatan/${posted.id}`} replace />
  if (!item) return looked ? <Redirect to="/peringatan" replace /> : null
  return (
    <article className="alert" data-testid="peringatan-belum">
      <Link href="/peringatan" className="back">
        <Icon name="back" /> {t('alert.back')}
      </Link>
      <UnsentAlert item={item} />
      <section aria-labelledby="thread-title">
        <h3 id="thread-title">{t('thread.title')}</h3>
        <ol className="log">
          {items
            .filter((i) => i.after === place)
            .map((i) => (
              <UnsentWords key={i.key} item={i} />
            ))}
        </ol>
      </section>
      <MessageBox thread={{ after: place }} />
    </article>
  )
}

function UnsentAlert({ item }: { item: OutboxItem }) {
  const { t } = useTranslation()
  const names = useNames()
  const outbox = outboxOf(item.member)
  const [discarding, setDiscarding] = useState(false)
  const alert = item.body as unknown as NewAlert
  return (
    <>
      <DrillBand status={alert.status ?? 'Actual'} />
      <header className="alert-head">
        <div className="row">
          <LevelMark level={alert.level} />
        </div>
        <h2>{alert.headline}</h2>
        <p className="muted small">
          {names.caseType(alert.caseType)} · {names.region(alert.regionCode)}
        </p>
      </header>
      <div className="notice notice-amber">
        <div className="stack">
          <UnsentState item={item} />
          {!item.refusal && <p className="small">{t('outbox.nobodyKnows')}</p>}
          <div className="row">
            {item.refusal ? (
              <Link
                href={`/lapor/isi?kirim=${item.place}`}
                className="word-button"
                data-testid="peringatan-ubah"
              >
                {t('outbox.mend')}
              </Link>
            ) : (
              <Button size="sm" onClick={outbox.hurry} data-testid="kirim-sekarang">
                {t('outbox.sendNow')}
              </Button>
            )}
            {!discarding && (
              <Button variant="default" size="sm" onClick={() => setDiscarding(true)} data-testid="buang">
                {t('outbox.discardAsk')}
              </Button>
            )}
          </div>
          {discarding && (
            <div className="stack">
              <p className="small">{t('outbox.discardAlert')}</p>
              <div className="row">
                <Button
                  color="red"
                  size="sm"
                  onClick={() => void outbox.discard(item.place)}
                  data-testid="buang-ya"
                >
                  {t('outbox.discard')}
                </Button>
                <Button variant="default" size="sm" onClick={() => setDiscarding(false)}>
                  {t('reason.back')}
                </Button>
              </div>
            </div>
          )}
        </div>
      </div>
      <p className="narrative">{alert.narrative}</p>
    </>
  )
}

/** The rows of alerts that are not sent yet; they stand above the list. */
export function UnsentAlertRows({ here }: { here?: string | undefined }) {
  const names = useNames()
  const me = useMe()
  const unsent = useOutbox(me.id).items.filter((i) => i.kind === 'alert')
  if (unsent.length === 0) return null
  return (
    <ul className="alert-list">
      {unsent.map((item) => {
        const alert = item.body as unknown as NewAlert
        const address = unsentAddress(item.place)
        return (
          <li key={item.key}>
            <Link
              href={`/peringatan/${address}`}
              className="alert-row unsent"
              aria-current={here === address ? 'true' : undefined}
              data-testid={`peringatan-${address}`}
            >
              <span className="alert-row-top">
                <LevelMark level={alert.level} />
              </span>
              <span className="alert-row-headline">{alert.headline}</span>
              <span className="small muted">
                {names.caseType(alert.caseType)} · {names.region(alert.regionCode)}
              </span>
              <UnsentState item={item} />
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
