import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useCell } from '../sync/cell'
import { Refused } from '../ui/Refused'
import { shortTime } from '../ui/time'
import { useAct } from '../ui/useAct'
import { Waiting } from '../ui/Waiting'
import { type DeviceSession, endOtherSessions, endSession, sessionsCell } from './sessions'

/** Where I am signed in, and how to end it elsewhere. */
export function SessionsPart() {
  const { t } = useTranslation()
  const { value, refusal } = useCell(sessionsCell)
  const all = useAct(() => endOtherSessions())
  return (
    <section aria-labelledby="sessions-title" data-testid="perangkat">
      <h2 id="sessions-title">{t('sessions.title')}</h2>
      <p className="muted small">{t('sessions.what')}</p>
      {!value && <Waiting rows={2} refusal={refusal} />}
      <ul className="members">
        {value?.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
      <Refused refusal={all.refusal} />
      {value && value.length > 2 && (
        <Button
          variant="default"
          loading={all.busy}
          onClick={() => void all.run()}
          data-testid="perangkat-akhiri-lain"
        >
          {t('sessions.endAll')}
        </Button>
      )}
    </section>
  )
}

function SessionRow({ session }: { session: DeviceSession }) {
  const { t } = useTranslation()
  const act = useAct(() => endSession(session.id))
  const device = session.device ?? t('sessions.unknown')
  const since = shortTime(session.createdAt)
  const facts = [
    t('sessions.since', { time: since }),
    ...(session.lastUsedAt && !session.current
      ? [t('sessions.used', { time: shortTime(session.lastUsedAt) })]
      : []),
    t('sessions.until', { time: shortTime(session.endsAt) }),
    ...(session.sharedDevice ? [t('sessions.shared')] : []),
  ]
  return (
    <li data-testid={session.current ? 'perangkat-ini' : 'perangkat-lain'}>
      <div className="row">
        <span>
          {device}
          {session.current && <strong> · {t('sessions.this')}</strong>}
          <br />
          <span className="muted small">{facts.join(' · ')}</span>
        </span>
        {!session.current && (
          <button
            type="button"
            className="word-button push"
            aria-label={t('sessions.endName', { device, time: since })}
            disabled={act.busy}
            onClick={() => void act.run()}
          >
            {t('sessions.end')}
          </button>
        )}
      </div>
      <Refused refusal={act.refusal} />
    </li>
  )
}
