import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useNames } from '../agencies/useNames'
import { DrillBand } from '../alerts/LevelMark'
import { isOver } from '../alerts/obligations'
import type { AlertRow } from '../connection/contract'
import { dutyCells } from '../duty/readDuty'
import { mayReadDuty, useMe } from '../session/session'
import { useCell } from '../sync/cell'
import { Icon } from '../ui/Icon'

/** The red field of an alert whose ladder ran out at some agency: whom to call now. It stays until a person acts. */
export function ExhaustedField({ alert, withHeadline }: { alert: AlertRow; withHeadline?: boolean }) {
  const { t } = useTranslation()
  const me = useMe()
  const exhausted = isOver(alert) ? [] : alert.obligations.filter((o) => o.state === 'Exhausted')
  if (exhausted.length === 0) return null
  return (
    <section className="exhausted" role="alert" data-testid={`tidak-terjangkau-${alert.id}`}>
      <DrillBand status={alert.status} />
      <h3>
        <Icon name="warning" /> {t('exhausted.title')}
        {withHeadline && (
          <>
            : <Link href={`/peringatan/${alert.id}`}>{alert.headline}</Link>
          </>
        )}
      </h3>
      <p>{t('exhausted.what')}</p>
      <ul>
        {exhausted.map((o) => (
          <li key={o.agency}>
            <CallWords agency={o.agency} />
            {mayReadDuty(me) && <DutyWords agency={o.agency} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

function CallWords({ agency }: { agency: string }) {
  const names = useNames()
  const phone = names.organisation?.agencies.find((a) => a.code === agency)?.phone
  return (
    <>
      <strong>{names.agency(agency)}</strong>
      {phone && ` · ${phone}`}
    </>
  )
}

function DutyWords({ agency }: { agency: string }) {
  const { t } = useTranslation()
  const duty = useCell(dutyCells.of(agency)).value
  const people = duty?.onDuty.map((d) => `${d.member.name} (${t(`role.${d.role}`)})`) ?? []
  return duty && ` · ${people.length > 0 ? people.join(', ') : t('duty.nobody')}`
}
