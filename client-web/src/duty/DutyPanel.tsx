import { useTranslation } from 'react-i18next'
import { useCell } from '../sync/cell'
import { shortTime } from '../ui/time'
import { HandoverList } from './HandoverList'
import { dutyCells } from './readDuty'

/** Who is on duty now and next; an incoming person takes the shift over here. */
export function DutyPanel({ agency, controls }: { agency: string; controls: boolean }) {
  const { t } = useTranslation()
  const duty = useCell(dutyCells.of(agency), 30_000).value
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
              {d.standIn && <span className="tag">{t('duty.standIn')}</span>}
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
      {controls && duty.incoming && <HandoverList incoming={duty.incoming} />}
    </section>
  )
}
