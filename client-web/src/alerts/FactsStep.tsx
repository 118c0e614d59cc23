import { Button, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CaseType, Channel, Organisation } from '../connection/contract'
import type { Refusal } from '../connection/refusal'
import { Refused } from '../ui/Refused'
import { AdvancedFields } from './AdvancedFields'
import { AgencyTicks } from './AgencyTicks'
import { asksIndicators, type Draft } from './draft'
import { fieldError, otherErrors } from './fieldErrors'
import { IndicatorTicks } from './IndicatorTicks'
import { LevelChoice } from './LevelChoice'
import { PlaceFields } from './PlaceFields'
import { RegionSelect } from './RegionSelect'
import { VictimsChoice } from './VictimsChoice'

/** What the second step and its folded part work on. */
export interface FactsStepProps {
  draft: Draft
  change: (part: Partial<Draft>) => void
  caseType: CaseType | undefined
  organisation: Organisation
  channels: Channel[]
  missing: (keyof Draft)[]
  refusal: Refusal | undefined
  next: () => void
}

/** The second step: level, place, and what there is to say. */
export function FactsStep(props: FactsStepProps) {
  const { draft, change, caseType, organisation, missing, refusal, next } = props
  const { t, i18n } = useTranslation()
  const language = i18n.language === 'en' ? 'en' : 'id'
  const needed = (field: keyof Draft, ...paths: string[]): string | undefined =>
    fieldError(refusal, ...paths) ?? (missing.includes(field) ? t(`report.missing.${field}`) : undefined)
  const others = otherErrors(refusal)

  return (
    <form
      className="stack"
      onSubmit={(e) => {
        e.preventDefault()
        next()
      }}
      noValidate
    >
      <h2>{caseType ? caseType.name[language] : t('report.facts')}</h2>
      {refusal && Object.keys(refusal.errors).length > 0 && <Refused refusal={refusal} />}
      {others.length > 0 && (
        <ul className="notice notice-red">
          {others.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <LevelChoice
        caseType={caseType}
        level={draft.level}
        choose={(level) => change({ level })}
        error={fieldError(refusal, 'level')}
      />
      <RegionSelect
        organisation={organisation}
        value={draft.regionCode}
        choose={(regionCode) => change({ regionCode })}
        error={needed('regionCode', 'regionCode')}
        testId="lapor-wilayah"
      />
      <TextInput
        label={t('report.headline')}
        size="md"
        value={draft.headline}
        onChange={(e) => change({ headline: e.currentTarget.value })}
        error={needed('headline', 'headline')}
        autoComplete="off"
        enterKeyHint="next"
        data-testid="lapor-judul"
      />
      <Textarea
        label={t('report.narrative')}
        description={t('report.noNames')}
        size="md"
        rows={5}
        value={draft.narrative}
        onChange={(e) => change({ narrative: e.currentTarget.value })}
        error={needed('narrative', 'narrative')}
        data-testid="lapor-cerita"
      />
      {caseType?.needsGround && (
        <Textarea
          label={t('report.ground')}
          description={t('report.groundHelp')}
          size="md"
          rows={2}
          value={draft.ground}
          onChange={(e) => change({ ground: e.currentTarget.value })}
          error={needed('ground', 'details.ground', 'details')}
          data-testid="lapor-alasan"
        />
      )}
      {caseType && caseType.victimsDefault !== 'no' && (
        <VictimsChoice
          value={draft.possibleVictims}
          choose={(possibleVictims) => change({ possibleVictims })}
        />
      )}
      {caseType?.kinds.length === 0 && (
        <AgencyTicks
          draft={draft}
          change={change}
          caseType={caseType}
          organisation={organisation}
          refusal={refusal}
          missing={missing.includes('addAgencies')}
        />
      )}
      <PlaceFields draft={draft} change={change} />
      {asksIndicators(draft.caseType) && <IndicatorTicks draft={draft} change={change} />}
      <AdvancedFields {...props} />
      <Button type="submit" size="lg" className="phone-only" data-testid="lapor-lanjut">
        {t('report.next')}
      </Button>
    </form>
  )
}
