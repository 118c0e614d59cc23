import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { DrillBand, LevelMark } from '../alerts/LevelMark'
import type { Duty } from '../connection/contract'
import { useCell } from '../sync/cell'
import { Refused } from '../ui/Refused'
import { shortTime } from '../ui/time'
import { useAct } from '../ui/useAct'
import { acceptShift, handoverCells } from './acceptShift'

/** A shift that waits for this person: from whom it comes and what is open. Accepting it accepts exactly what is listed. */
export function HandoverList({ incoming }: { incoming: NonNullable<Duty['incoming']> }) {
  const { t } = useTranslation()
  const role = t(`role.${incoming.role}`)
  const handover = useCell(handoverCells.of(incoming.role), 15_000).value
  const accept = useAct((key, alerts: string[]) => acceptShift(key, incoming.role, alerts))
  const outgoing = handover?.outgoing.map((m) => m.name).join(', ')
  return (
    <div className="notice notice-blue">
      <div className="stack">
        <p>{t('duty.incoming', { role, time: shortTime(incoming.from) })}</p>
        {outgoing && <p className="small muted">{t('duty.takesOverFrom', { people: outgoing })}</p>}
        {handover && (
          <ul className="stack" data-testid="serah-terima">
            {handover.obligations.length === 0 && <li className="muted">{t('duty.nothingOpen')}</li>}
            {handover.obligations.map((o) => (
              <li key={`${o.alert}-${o.agency}`}>
                <DrillBand status={o.status} />
                <LevelMark level={o.level} /> <Link href={`/peringatan/${o.alert}`}>{o.headline}</Link>{' '}
                <span className="small muted">
                  {o.state === 'Acknowledged'
                    ? t('duty.answered')
                    : t('duty.owedBy', { time: shortTime(o.dueAt) })}
                </span>
              </li>
            ))}
          </ul>
        )}
        <Refused refusal={accept.refusal} notSent />
        <Button
          loading={accept.busy}
          disabled={!handover}
          onClick={() => handover && void accept.run([...new Set(handover.obligations.map((o) => o.alert))])}
          data-testid="terima-jaga"
        >
          {t('duty.accept')}
        </Button>
      </div>
    </div>
  )
}
