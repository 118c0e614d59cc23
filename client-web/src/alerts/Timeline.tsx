import { useTranslation } from 'react-i18next'
import { useNames } from '../agencies/useNames'
import { useEntryWords } from '../channels/entryWords'
import { isSpeech } from '../channels/LogLine'
import type { Alert } from '../connection/contract'
import { revealed } from '../sync/reveal'
import { fullTime } from '../ui/time'

/** The course of the alert with sequence and hash mark, folded, for whoever wants proof. */
export function Timeline({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const names = useNames()
  const words = useEntryWords()
  return (
    <details className="fold timeline">
      <summary>{t('timeline.title', { count: alert.timeline.length })}</summary>
      <p className="small muted">{t('timeline.what', { channel: alert.channel })}</p>
      <ol>
        {alert.timeline.map((entry) => (
          <li key={entry.seq}>
            <span className="figures muted small">
              #{entry.seq} {entry.at ? fullTime(entry.at) : ''}
            </span>
            <span>
              {isSpeech(entry)
                ? `${names.member(entry.actor)}: ${revealed(entry, 'text') ?? ''}`
                : words.of(entry, names)}
            </span>
            <code className="small muted" title={entry.hash}>
              {entry.hash.slice(0, 12)}
            </code>
          </li>
        ))}
      </ol>
    </details>
  )
}
