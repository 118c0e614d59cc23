import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useNames } from '../agencies/useNames'
import type { Alert } from '../connection/contract'
import { useMe } from '../session/session'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'
import { acceptObligation } from './acceptObligation'
import { isOver, offersTo } from './obligations'

/** The fixed bar for an agency that is offered what another one owes: take it over, or leave it where it is. */
export function OfferBar({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const me = useMe()
  const names = useNames()
  const act = useAct((key) => acceptObligation(key, alert.id))
  const [offer] = offersTo(alert, me.agency.code)
  if (!offer || isOver(alert)) return null
  return (
    <section className="answer-bar" aria-label={t('offer.label')} data-testid="tawaran">
      <Refused refusal={act.refusal} notSent />
      <p className="offer-words">
        {t('offer.what', { agency: names.agency(offer.agency) })}
        {offer.reason && <span className="answer-more muted">{offer.reason}</span>}
      </p>
      {alert.mayAccept ? (
        <div className="answer-buttons">
          <Button size="lg" loading={act.busy} onClick={() => void act.run()} data-testid="terima-alih">
            {t('offer.accept')}
          </Button>
        </div>
      ) : (
        <p className="small muted form-help">{t('answer.waitForLiaison')}</p>
      )}
    </section>
  )
}
