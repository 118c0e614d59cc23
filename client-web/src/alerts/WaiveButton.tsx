import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNames } from '../agencies/useNames'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'
import { ReasonForm } from './ReasonForm'
import { waiveObligation } from './waiveObligation'

/** Releases an agency from its answer, after asking why. */
export function WaiveButton({ alert, agency }: { alert: string; agency: string }) {
  const { t } = useTranslation()
  const names = useNames()
  const [asking, setAsking] = useState(false)
  const act = useAct((key, reason: string) => waiveObligation(key, alert, agency, reason))
  const name = names.agency(agency)
  if (!asking) {
    return (
      <button
        type="button"
        className="word-button escalate"
        aria-label={t('waive.label', { agency: name })}
        onClick={() => setAsking(true)}
        data-testid={`bebaskan-${agency}`}
      >
        {t('waive.open')}
      </button>
    )
  }
  return (
    <div className="grid-form">
      <Refused refusal={act.refusal} notSent />
      <ReasonForm
        help={t('waive.help', { agency: name })}
        action={t('waive.go')}
        busy={act.busy}
        error={act.refusal?.errors.reason?.join(' ')}
        cancel={() => setAsking(false)}
        submit={async (reason) => {
          if (await act.run(reason)) setAsking(false)
        }}
      />
    </div>
  )
}
