import { useTranslation } from 'react-i18next'
import type { CaseType, Level } from '../connection/contract'
import { levelsFor } from './draft'
import { LevelMark } from './LevelMark'

interface LevelChoiceProps {
  caseType: CaseType | undefined
  level: Level
  choose: (level: Level) => void
  error: string | undefined
}

/** How urgent it is; preset by the case type, one tap to change. */
export function LevelChoice({ caseType, level, choose, error }: LevelChoiceProps) {
  const { t } = useTranslation()
  return (
    <fieldset className="choice">
      <legend>{t('report.level')}</legend>
      <div className="choice-items">
        {levelsFor(caseType).map((l) => (
          <label key={l} className="choice-item">
            <input type="radio" name="level" value={l} checked={l === level} onChange={() => choose(l)} />
            <LevelMark level={l} />
          </label>
        ))}
      </div>
      {caseType && !caseType.mayBeKritis && <p className="small muted">{t('report.neverKritis')}</p>}
      {error && <p className="field-error">{error}</p>}
    </fieldset>
  )
}
