import { useTranslation } from 'react-i18next'
import { useNames } from '../agencies/useNames'
import type { Alert, Reached } from '../connection/contract'
import { Icon } from '../ui/Icon'
import { shortTime } from '../ui/time'
import { isOver } from './obligations'

/** How the people who were asked were reached; those who were not stand first and open, because somebody has to call them. */
export function ReachedPart({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const all = alert.reached ?? []
  if (all.length === 0) return null
  const missed = isOver(alert) ? [] : all.filter((r) => r.state === 'notReached')
  const others = all.filter((r) => !missed.includes(r))
  return (
    <section aria-labelledby="reached-title" data-testid="terjangkau">
      <h3 id="reached-title">{t('reached.title')}</h3>
      {missed.length > 0 && (
        <div className="notice notice-amber" data-testid="tidak-terjangkau">
          <Icon name="warning" />
          <div>
            <strong>{t('reached.missed', { count: missed.length })}</strong>
            <ReachedList people={missed} withPhone />
          </div>
        </div>
      )}
      {others.length > 0 && (
        <details>
          <summary>{t('reached.others', { count: others.length })}</summary>
          <ReachedList people={others} />
        </details>
      )}
    </section>
  )
}

function ReachedList({ people, withPhone }: { people: Reached[]; withPhone?: boolean }) {
  const { t, i18n } = useTranslation()
  const names = useNames()
  const phoneOf = (agency: string) => names.organisation?.agencies.find((a) => a.code === agency)?.phone
  const why = (r: Reached): string => {
    if (r.state === 'notReached' && r.reason && i18n.exists(`reached.reason.${r.reason}`))
      return t(`reached.reason.${r.reason}`)
    return t(`reached.state.${r.state}`, { via: t(`reached.via.${r.via ?? 'desk'}`) })
  }
  return (
    <ul className="small">
      {people.map((r) => {
        // Who oversees others is asked for an agency that is not their own.
        const agency = names.memberOf(r.member)?.agency ?? r.agency
        return (
          <li key={`${r.agency} ${r.member}`} data-state={r.state}>
            {names.member(r.member)} · {names.agency(agency)}: {why(r)}
            {r.at && <span className="figures"> {shortTime(r.at)}</span>}
            {withPhone && phoneOf(agency) && <> · {phoneOf(agency)}</>}
          </li>
        )
      })}
    </ul>
  )
}
