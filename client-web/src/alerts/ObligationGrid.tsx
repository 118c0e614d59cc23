import { useTranslation } from 'react-i18next'
import { useNames } from '../agencies/useNames'
import type { Alert, Obligation } from '../connection/contract'
import { EscalateButton } from '../escalations/EscalateButton'
import { mayAnswer, mayEscalate, useMe } from '../session/session'
import { shortTime, useServerNow } from '../ui/time'
import { ObligationAnswer } from './ObligationAnswer'
import { answeredOf, gridOrder, isOver, isOwed, markOf, obligationOf } from './obligations'
import { WaiveButton } from './WaiveButton'

/** Who was told, whom it reached, who looked, who answered; "not yet" stands first. */
export function ObligationGrid({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const now = useServerNow()
  const over = isOver(alert)
  const rows = gridOrder(alert.obligations, now, over)
  const me = useMe()
  const mine = obligationOf(alert, me.agency.code)
  const waits = mine !== undefined && isOwed(mine) && !over && !(alert.mayAnswer ?? mayAnswer(me))
  const heads = ['agency', 'notified', 'delivered', 'seen', 'answer']
  return (
    <section aria-labelledby="grid-title">
      <h3 id="grid-title">
        {t('grid.title')} <span className="muted figures">{t('list.answered', answeredOf(rows))}</span>
      </h3>
      <table className="grid" aria-labelledby="grid-title">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {t(`grid.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((o) => (
            <GridRow key={o.agency} alert={alert} obligation={o} mark={markOf(o, now, over)} />
          ))}
        </tbody>
      </table>
      {waits && <p className="small muted">{t('answer.waitForLiaison')}</p>}
    </section>
  )
}

function GridRow({ alert, obligation: o, mark }: { alert: Alert; obligation: Obligation; mark: string }) {
  const { t } = useTranslation()
  const names = useNames()
  const me = useMe()
  const concerned = [alert.posterAgency, ...alert.obligations.map((other) => other.agency)]
  const escalatable =
    isOwed(o) &&
    !isOver(alert) &&
    (alert.mayEscalate ?? mayEscalate(me, concerned)) &&
    o.state !== 'Exhausted'
  const waivable = alert.mayWaive === true && isOwed(o) && !isOver(alert)
  const steps: [string, string | undefined][] = [
    ['notified', o.notifiedAt],
    ['delivered', o.deliveredAt],
    ['seen', o.seenAt],
  ]
  return (
    <tr
      className={`grid-row grid-${mark}`}
      data-testid={`grid-${o.agency}`}
      data-state={o.state}
      data-mark={mark}
    >
      <th scope="row">
        {names.agency(o.agency)}
        {o.lead && <span className="tag">{t('grid.lead')}</span>}
        {o.agency === me.agency.code && <span className="tag">{t('grid.mine')}</span>}
      </th>
      {steps.map(([name, at]) => (
        <td key={name} className="figures grid-step">
          <span className="grid-step-name">{t(`grid.${name}`)} </span>
          {at ? shortTime(at) : '—'}
        </td>
      ))}
      <td className="grid-answer">
        <ObligationAnswer alert={alert} obligation={o} />
        {(escalatable || waivable) && (
          <span className="grid-acts">
            {escalatable && <EscalateButton alert={alert.id} agency={o.agency} />}
            {waivable && <WaiveButton alert={alert.id} agency={o.agency} />}
          </span>
        )}
      </td>
    </tr>
  )
}
