import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Role } from '../connection/contract'
import { useCell } from '../sync/cell'
import { Refused } from '../ui/Refused'
import { shortTime } from '../ui/time'
import { useAct } from '../ui/useAct'
import { acceptShift } from './acceptShift'
import { dutyCells } from './readDuty'

/** Who is on duty now and next; an incoming person takes the shift over here. */
export function DutyPanel({ agency, controls }: { agency: string; controls: boolean }) {
  const { t } = useTranslation()
  const duty = useCell(dutyCells.of(agency), 30_000).value
  const accept = useAct((key, role: Role) => acceptShift(key, role))
  if (!duty) return null
  // Whoever simply goes on is no news.
  const next = duty.next.filter(
    (n) => !duty.onDuty.some((d) => d.role === n.role && d.member.id === n.member.id),
  )
  return (
    <section className="duty" aria-label={t('duty.label')}>
      <dl className="duty-people">
        <div>
          <dt>{t('duty.onDuty')}</dt>
          {duty.onDuty.length === 0 && <dd className="due-late">{t('duty.nobody')}</dd>}
          {duty.onDuty.map((d) => (
            <dd key={`${d.role}-${d.member.id}`}>
              {d.member.name}{' '}
              <span className="muted small">
                {t('duty.until', { role: t(`role.${d.role}`), time: shortTime(d.until) })}
              </span>
              {!d.accepted && !d.outgoing && <span className="tag">{t('duty.notAccepted')}</span>}
              {d.outgoing && <span className="tag">{t('duty.outgoing')}</span>}
            </dd>
          ))}
        </div>
        {next.length > 0 && (
          <div>
            <dt>{t('duty.next')}</dt>
            {next.map((d) => (
              <dd key={`${d.role}-${d.member.id}`}>
                {d.member.name}{' '}
                <span className="muted small">
                  {t('duty.from', { role: t(`role.${d.role}`), time: shortTime(d.from) })}
                </span>
              </dd>
            ))}
          </div>
        )}
      </dl>
      {controls && duty.incoming && (
        <div className="notice notice-blue">
          <div className="stack">
            <p>
              {t('duty.incoming', {
                role: t(`role.${duty.incoming.role}`),
                time: shortTime(duty.incoming.from),
              })}
            </p>
            <Refused refusal={accept.refusal} notSent />
            <Button
              loading={accept.busy}
              onClick={() => duty.incoming && void accept.run(duty.incoming.role)}
              data-testid="terima-jaga"
            >
              {t('duty.accept')}
            </Button>
          </div>
        </div>
      )}
    </section>
  )
}
