import { useTranslation } from 'react-i18next'
import type { CaseType } from '../connection/contract'
import { LevelMark } from './LevelMark'

interface CaseTypeStepProps {
  caseTypes: CaseType[]
  chosen: string
  choose: (caseType: CaseType) => void
}

/** The first tap: what happened. */
export function CaseTypeStep({ caseTypes, chosen, choose }: CaseTypeStepProps) {
  const { t, i18n } = useTranslation()
  const language = i18n.language === 'en' ? 'en' : 'id'
  return (
    <>
      <h2>{t('report.what')}</h2>
      <div className="case-types">
        {caseTypes.map((type) => (
          <button
            key={type.code}
            type="button"
            className="case-type"
            aria-pressed={type.code === chosen}
            onClick={() => choose(type)}
            data-testid={`lapor-jenis-${type.code}`}
          >
            <span className="case-type-name">{type.name[language]}</span>
            <span className="row small">
              <code>{type.code}</code>
              <LevelMark level={type.level} />
            </span>
          </button>
        ))}
      </div>
    </>
  )
}
