import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Alert, Obligation } from '../connection/contract'
import { declinesForGood, mayAnswer, mayDecline, useMe } from '../session/session'
import { Icon } from '../ui/Icon'
import { Refused } from '../ui/Refused'
import { clockTime, runningTime, useServerNow } from '../ui/time'
import { useAct } from '../ui/useAct'
import { DelegateForm } from './DelegateForm'
import { declineAlert } from './declineAlert'
import { isOver, isOwed, mayUndo, obligationOf } from './obligations'
import { ReasonForm } from './ReasonForm'
import { UnsentAnswer } from './UnsentAnswer'
import { undoAcknowledge } from './undoAcknowledge'
import { useAcknowledge } from './useAcknowledge'

/** The fixed bar at the bottom: my agency's answer, and for five minutes the way back. */
export function AnswerBar({ alert }: { alert: Alert }) {
  const me = useMe()
  const mine = obligationOf(alert, me.agency.code)
  if (!mine || isOver(alert)) return null
  if (isOwed(mine)) return (alert.mayAnswer ?? mayAnswer(me)) ? <Owed alert={alert} /> : null
  return mine.state === 'Acknowledged' && mayAnswer(me) ? <Given alert={alert} mine={mine} /> : null
}

function Owed({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const me = useMe()
  const [open, setOpen] = useState<'decline' | 'delegate'>()
  const close = (): void => setOpen(undefined)
  const accept = useAcknowledge(alert.id)
  const decline = useAct((key, reason: string) => declineAlert(key, alert.id, reason))
  const forGood = declinesForGood(me)
  return (
    <section className="answer-bar" aria-label={t('answer.label')}>
      <Refused refusal={accept.refusal ?? decline.refusal} notSent />
      {accept.waiting && <UnsentAnswer item={accept.waiting} />}
      {open === 'delegate' && <DelegateForm alert={alert} done={close} />}
      {open === 'decline' && (
        <ReasonForm
          help={t(forGood ? 'answer.declineHelpChief' : 'answer.declineHelpLiaison')}
          action={t('answer.declineGo')}
          busy={decline.busy}
          error={decline.refusal?.errors.reason?.join(' ')}
          cancel={close}
          submit={async (reason) => {
            if (await decline.run(reason)) close()
          }}
        />
      )}
      {open === undefined && (
        <div className="answer-buttons">
          <Button
            size="lg"
            loading={accept.busy}
            disabled={accept.waiting !== undefined}
            onClick={() => void accept.run(alert.version)}
            data-testid="terima"
          >
            {t('answer.accept')}
          </Button>
          {(alert.mayDecline ?? mayDecline(me)) && (
            <Button size="lg" variant="default" onClick={() => setOpen('decline')} data-testid="tolak">
              {t('answer.decline')}
            </Button>
          )}
          {alert.mayDelegate && (
            <Button size="lg" variant="default" onClick={() => setOpen('delegate')} data-testid="alihkan">
              {t('answer.delegate')}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}

function Given({ alert, mine }: { alert: Alert; mine: Obligation }) {
  const { t } = useTranslation()
  const now = useServerNow()
  const undo = useAct((key) => undoAcknowledge(key, alert.id))
  const me = useMe()
  // Only whoever gave the answer can take it back.
  const undoable = mayUndo(mine, now) && (mine.answeredBy === undefined || mine.answeredBy === me.id)
  return (
    <div className="answer-bar answer-given">
      <Refused refusal={undo.refusal} notSent />
      <div className="row">
        <span className="answered">
          <Icon name="check" size={18} />{' '}
          {t('answer.acceptedAt', { time: mine.answeredAt ? clockTime(mine.answeredAt) : '' })}
        </span>
        {undoable && (
          <Button
            variant="default"
            loading={undo.busy}
            onClick={() => void undo.run()}
            data-testid="batalkan-terima"
            className="push"
          >
            {t('answer.undo')}&nbsp;
            <span className="figures">({runningTime(Date.parse(mine.undoUntil ?? '') - now)})</span>
          </Button>
        )}
      </div>
    </div>
  )
}
