import { useTranslation } from 'react-i18next'
import { useNames } from '../agencies/useNames'
import { groupEvents } from '../channels/groupEvents'
import { isSpeech, LogLine } from '../channels/LogLine'
import { isNoise } from '../channels/noise'
import type { Alert } from '../connection/contract'
import { useOutbox } from '../outbox/ownOutbox'
import { useMe } from '../session/session'
import { wordsUnderWay } from './ownWords'
import { UnsentWords } from './UnsentWords'

/** Messages and events of an alert in one stream; events are small and grey, what is not sent yet stands below. */
export function Thread({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const names = useNames()
  const me = useMe()
  const lines = alert.timeline.filter((e) => !isNoise(e))
  const own = wordsUnderWay(useOutbox(me.id), alert, me.id)
  const anySpeech = own.length > 0 || lines.some(isSpeech)
  return (
    <section aria-labelledby="thread-title">
      <h3 id="thread-title">{t('thread.title')}</h3>
      <ol className="log" aria-live="polite" aria-relevant="additions">
        {groupEvents(lines).map(({ entry, others }) => (
          <LogLine key={entry.seq} entry={entry} names={names} others={others} />
        ))}
        {own.map(({ item, landed }) => (
          <UnsentWords key={item.key} item={item} landed={landed} />
        ))}
      </ol>
      {!anySpeech && <p className="muted small">{t('thread.quiet')}</p>}
    </section>
  )
}
