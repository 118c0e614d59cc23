import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { OutboxItem } from '../outbox/outboxItem'
import { outboxOf, useOutbox } from '../outbox/ownOutbox'
import { useMe } from '../session/session'
import { Empty } from '../ui/Waiting'
import { UnsentAlertRows } from './UnsentAlertPage'
import { UnsentAnswer } from './UnsentAnswer'
import { UnsentWords } from './UnsentWords'
import { unsentAddress } from './unsentAlerts'

/** Everything of one's own that the server does not have yet. */
export function UnsentPage() {
  const { t } = useTranslation()
  const me = useMe()
  const { items, keeps } = useOutbox(me.id)
  const others = items.filter((i) => i.kind !== 'alert')
  return (
    <div className="stack unsent-page">
      <h2>{t('outbox.title')}</h2>
      {items.length === 0 && <Empty words={t('outbox.empty')} />}
      {items.length > 0 && (
        <>
          <p className="muted">{t(keeps ? 'outbox.what' : 'outbox.notKept')}</p>
          <div>
            <Button onClick={outboxOf(me.id).hurry} data-testid="kirim-sekarang">
              {t('outbox.sendNow')}
            </Button>
          </div>
        </>
      )}
      <UnsentAlertRows />
      {others.length > 0 && (
        <ol className="log">
          {others.map((item) => (
            <Other key={item.key} item={item} />
          ))}
        </ol>
      )}
    </div>
  )
}

function Other({ item }: { item: OutboxItem }) {
  const { t } = useTranslation()
  const alert = item.alert ?? unsentAddress(item.after ?? 0)
  return (
    <>
      {item.kind === 'acknowledge' ? (
        <li>
          <UnsentAnswer item={item} />
        </li>
      ) : (
        <UnsentWords item={item} />
      )}
      <li className="small unsent-link">
        <Link href={`/peringatan/${alert}`}>{t('channels.openAlert')}</Link>
      </li>
    </>
  )
}
