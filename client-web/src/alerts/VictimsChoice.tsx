import { useTranslation } from 'react-i18next'
import type { PossibleVictims } from '../connection/contract'

const answers: PossibleVictims[] = ['yes', 'no', 'unknown']

/** Whether there may be victims; not knowing protects like a yes. */
export function VictimsChoice({
  value,
  choose,
}: {
  value: PossibleVictims
  choose: (v: PossibleVictims) => void
}) {
  const { t } = useTranslation()
  return (
    <fieldset className="choice">
      <legend>{t('report.victims')}</legend>
      <div className="choice-items">
        {answers.map((answer) => (
          <label key={answer} className="choice-item">
            <input
              type="radio"
              name="victims"
              value={answer}
              checked={answer === value}
              onChange={() => choose(answer)}
            />
            {t(`victims.${answer}`)}
          </label>
        ))}
      </div>
      <p className="small muted">{t('report.victimsHelp')}</p>
    </fieldset>
  )
}
