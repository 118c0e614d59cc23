import { useTranslation } from 'react-i18next'
import { useLive } from '../connection/live'
import { Refusal } from '../connection/refusal'
import { isInMemory } from '../outbox/memoryStore'
import type { OutboxItem } from '../outbox/outboxItem'
import { Icon } from '../ui/Icon'
import { useProblemWords } from '../ui/problem'
import { clockTime, shortTime } from '../ui/time'
import { useOlderThanAMoment } from '../ui/useOlderThanAMoment'

/** Says that something is not sent, since when, how often it was tried, and if the server refused it, why. */
export function UnsentState({ item }: { item: OutboxItem }) {
  const { t } = useTranslation()
  const words = useProblemWords()
  const { refusal } = item
  const { state } = useLive()
  const waits = useOlderThanAMoment(item.writtenAt) || item.tries > 0 || item.after !== undefined
  if (!waits && !refusal && state !== 'disconnected')
    return <p className="small muted">{t('outbox.sending')}</p>
  return (
    <div className="unsent-state small" data-testid="belum-terkirim" data-refused={refusal !== undefined}>
      <p>
        <Icon name="warning" size={16} /> <strong>{t(refusal ? 'outbox.refused' : 'outbox.one')}</strong>
        <span className="figures"> · {t('outbox.written', { time: shortTime(item.writtenAt) })}</span>
        {!refusal && item.tries > 0 && item.triedAt !== undefined && (
          <span className="figures">
            {' · '}
            {t('outbox.tried', { count: item.tries, time: clockTime(item.triedAt) })}
          </span>
        )}
      </p>
      {refusal && (
        <p>
          {words(new Refusal(refusal.code, refusal.status, refusal.sentence, false))}{' '}
          {Object.values(refusal.errors).flat().join(' ')}
        </p>
      )}
      {!refusal && item.after !== undefined && <p>{t('outbox.waitsForAlert')}</p>}
      {isInMemory(item.place) && <p>{t('outbox.notKept')}</p>}
    </div>
  )
}
