import { useTranslation } from 'react-i18next'
import { useNames } from '../agencies/useNames'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'
import { escalateAlert } from './escalateAlert'

/** Calls the next person of an agency's ladder now. */
export function EscalateButton({ alert, agency }: { alert: string; agency: string }) {
  const { t } = useTranslation()
  const names = useNames()
  const act = useAct((key) => escalateAlert(key, alert, agency))
  return (
    <>
      <button
        type="button"
        className="word-button escalate"
        disabled={act.busy}
        aria-label={t('escalate.label', { agency: names.agency(agency) })}
        onClick={() => void act.run()}
        data-testid={`eskalasi-${agency}`}
      >
        {t('escalate.now')}
      </button>
      <Refused refusal={act.refusal} />
    </>
  )
}
