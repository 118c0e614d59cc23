import { useTranslation } from 'react-i18next'
import { useNames } from '../agencies/useNames'
import { groupEvents } from '../channels/groupEvents'
import { isSpeech, LogLine } from '../channels/LogLine'
import { isNoise } from '../channels/noise'
import type { Alert } from '../connection/contract'

/** Messages and events of an alert in one stream; events are small and grey. */
export function Thread({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const names = useNames()
  const lines = alert.timeline.filter((e) => !isNoise(e))
  const anySpeech = lines.some(isSpeech)
  return (
    <section aria-labelledby="thread-title">
      <h3 id="thread-title">{t('thread.title')}</h3>
      <ol className="log" aria-live="polite" aria-relevant="additions">
        {groupEvents(lines).map(({ entry, others }) => (
          <LogLine key={entry.seq} entry={entry} names={names} others={others} />
        ))}
      </ol>
      {!anySpeech && <p className="muted small">{t('thread.quiet')}</p>}
    </section>
  )
}
