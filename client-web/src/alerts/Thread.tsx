import { useTranslation } from 'react-i18next'
import { useNames } from '../agencies/useNames'
import { isSpeech, LogLine } from '../channels/LogLine'
import type { Alert } from '../connection/contract'

// The grid shows these already; in the thread they would drown what people say.
const inGridOnly = new Set(['obligation.opened', 'obligation.delivered', 'obligation.seen'])

/** Messages and events of an alert in one stream; events are small and grey. */
export function Thread({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const names = useNames()
  const lines = alert.timeline.filter((e) => !inGridOnly.has(e.kind))
  const anySpeech = lines.some(isSpeech)
  return (
    <section aria-labelledby="thread-title">
      <h3 id="thread-title">{t('thread.title')}</h3>
      <ol className="log" aria-live="polite" aria-relevant="additions">
        {lines.map((entry) => (
          <LogLine key={entry.seq} entry={entry} names={names} />
        ))}
      </ol>
      {!anySpeech && <p className="muted small">{t('thread.quiet')}</p>}
    </section>
  )
}
