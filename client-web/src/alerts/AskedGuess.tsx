import { useTranslation } from 'react-i18next'
import type { CaseType, Organisation } from '../connection/contract'
import { clockTime, spanWords, useServerNow } from '../ui/time'
import type { Draft } from './draft'
import { answerWithin, askedBy, leadOf, unservedKinds } from './whoIsAsked'

interface AskedGuessProps {
  draft: Draft
  organisation: Organisation
  caseType: CaseType | undefined
}

/** Who will be asked as far as this device can tell: while the draft has gaps or there is no line. */
export function AskedGuess({ draft, organisation, caseType }: AskedGuessProps) {
  const { t } = useTranslation()
  const now = useServerNow()
  const known = caseType !== undefined && draft.regionCode !== ''
  if (!known) return <p className="muted">{t('send.unknownYet')}</p>
  const asked = askedBy(organisation, draft)
  const lead = leadOf(organisation, draft.caseType, asked)
  const gaps = unservedKinds(organisation, draft.caseType, asked, draft.possibleVictims)
  const within = answerWithin(organisation, draft.level)
  return (
    <>
      {asked.length === 0 && <p className="notice notice-amber">{t('send.nobody')}</p>}
      <ul className="asked-list">
        {asked.map((agency) => (
          <li key={agency.code}>
            {agency.name}
            {agency === lead && <span className="tag">{t('grid.lead')}</span>}
          </li>
        ))}
      </ul>
      {gaps.length > 0 && (
        <p className="notice notice-red">
          {t('send.gap', { kinds: gaps.map((kind) => t(`kind.${kind}`, { defaultValue: kind })).join(', ') })}
        </p>
      )}
      {asked.length > 0 && within !== undefined && (
        <p className="muted">
          {t('send.within', { span: spanWords(within), time: clockTime(now + within) })}
        </p>
      )}
      <p className="small muted">{t('preview.guess')}</p>
    </>
  )
}
