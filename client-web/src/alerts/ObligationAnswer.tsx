import { useTranslation } from 'react-i18next'
import { useNames } from '../agencies/useNames'
import type { Alert, Obligation, Organisation } from '../connection/contract'
import { DueTime } from '../ui/DueTime'
import { Icon } from '../ui/Icon'
import { clockTime, runningTime } from '../ui/time'
import { isDeclinedByLiaison, isOver, isOwed } from './obligations'
import { ladderOf } from './whoIsAsked'

/** An agency's answer, or the time it still has and who is asked next. */
export function ObligationAnswer({ alert, obligation: o }: { alert: Alert; obligation: Obligation }) {
  const { t } = useTranslation()
  const names = useNames()

  if (o.state === 'Acknowledged') {
    const from = Date.parse(o.notifiedAt ?? alert.postedAt)
    return (
      <span className="answered">
        <Icon name="check" size={16} /> <strong>{t('answer.accepted')}</strong> · {names.member(o.answeredBy)}
        {o.answeredAt && <span className="figures"> · {runningTime(Date.parse(o.answeredAt) - from)}</span>}
        {o.offeredFrom && (
          <span className="answer-more">{t('offer.takenFrom', { agency: names.agency(o.offeredFrom) })}</span>
        )}
        {o.note && <span className="answer-more">{o.note}</span>}
      </span>
    )
  }
  if (!isOwed(o)) {
    return (
      <span className="muted">
        <strong>{t(`obligation.${o.state}`)}</strong>
        {o.state === 'Delegated' && o.offeredTo && ` · ${names.agency(o.offeredTo)}`}
        {o.reason && <span className="answer-more">{o.reason}</span>}
      </span>
    )
  }
  if (isOver(alert)) return <span className="muted">{t('answer.none')}</span>
  const step = nextLevel(alert, o, names.organisation)
  return (
    <span>
      {o.state === 'Exhausted' ? (
        <strong className="due due-late">{t('obligation.Exhausted')}</strong>
      ) : (
        <strong>
          <DueTime dueAt={o.dueAt} />
        </strong>
      )}
      {o.level > 1 && (
        <span className="answer-more">{t('answer.climbed', { role: t(`asks.${o.level}`) })}</span>
      )}
      {o.pausedAt && <span className="answer-more muted">{t('answer.paused')}</span>}
      {o.nextStepAt && o.state !== 'Exhausted' && !o.pausedAt && (
        <span className="answer-more muted">
          {step
            ? t('answer.next', { role: t(`asks.${step}`), time: clockTime(o.nextStepAt) })
            : t('answer.unreached', { time: clockTime(o.nextStepAt) })}
        </span>
      )}
      {o.offeredTo && (
        <span className="answer-more" data-testid={`tawaran-${o.agency}`}>
          {t('offer.pending', { to: names.agency(o.offeredTo), agency: names.agency(o.agency) })}
        </span>
      )}
      {isDeclinedByLiaison(alert, o) && (
        <span className="answer-more muted">{t('answer.declinedByLiaison', { reason: o.reason })}</span>
      )}
    </span>
  )
}

// After the last step the ladder begins again with the first, as often as it has rounds; after the last round nobody is left to ask.
function nextLevel(alert: Alert, o: Obligation, organisation: Organisation | undefined): number | undefined {
  const ladder = organisation && ladderOf(organisation, alert.level)
  if (o.level < (ladder?.steps.length ?? 4)) return o.level + 1
  return o.round < (ladder?.rounds ?? 1) ? 1 : undefined
}
