import { useTranslation } from 'react-i18next'
import { owedAlerts } from '../alerts/alertStore'
import { channelsCell } from '../channels/listChannels'
import { useCell } from '../sync/cell'

function Count({ n, words }: { n: number; words: string }) {
  if (n === 0) return null
  return (
    <span className="count figures">
      {n > 99 ? '99+' : n}
      <span className="visually-hidden"> {words}</span>
    </span>
  )
}

/** How many answers the member's agency owes. */
export function OwedCount() {
  const { t } = useTranslation()
  return <Count n={useCell(owedAlerts).value?.items.length ?? 0} words={t('nav.owed')} />
}

/** How much is unread in the member's own channels. */
export function UnreadCount() {
  const { t } = useTranslation()
  const channels = useCell(channelsCell).value ?? []
  return <Count n={channels.reduce((sum, c) => sum + (c.joined ? c.unread : 0), 0)} words={t('nav.unread')} />
}
