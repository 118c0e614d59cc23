import { useTranslation } from 'react-i18next'
import { useNames } from '../agencies/useNames'
import { changeWords } from '../channels/changeWords'
import type { Alert } from '../connection/contract'
import { fact, revealed } from '../sync/reveal'
import { shortTime } from '../ui/time'
import { changesOf, lastRenewal } from './changesOf'

/** Says above everything else that the alert is not what it was: what changed, or why it was reopened. */
export function ChangedNote({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const names = useNames()
  const renewal = lastRenewal(alert)
  if (!renewal) return null
  const reopened = renewal.kind === 'alert.reopened'
  const version = fact(renewal, 'version') ?? String(alert.version)
  return (
    <section className="notice notice-blue changed" data-testid="isi-berubah">
      <div>
        <strong>{t(reopened ? 'changed.reopened' : 'changed.title', { version })}</strong>{' '}
        <span className="muted small">
          {names.member(renewal.actor)}
          {renewal.at && ` · ${shortTime(renewal.at)}`}
        </span>
        {reopened ? (
          <p>{revealed(renewal, 'reason')}</p>
        ) : (
          <ul className="plain-list">
            {changesOf(renewal, alert.timeline).map((change) => (
              <li key={change.field}>{changeWords(change, names, t)}</li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}
