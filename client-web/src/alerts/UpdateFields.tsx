import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Alert, Organisation } from '../connection/contract'
import type { Refusal } from '../connection/refusal'
import { AgencyTicks } from './AgencyTicks'
import { asksIndicators, type Draft, levelsFor } from './draft'
import { fieldError } from './fieldErrors'
import { IndicatorTicks } from './IndicatorTicks'
import { LevelChoice } from './LevelChoice'
import { PlaceFields } from './PlaceFields'
import { RegionSelect } from './RegionSelect'
import { UpdateAccess } from './UpdateAccess'
import { VictimsChoice } from './VictimsChoice'

/** What the fields of a change work on. */
export interface UpdateFieldsProps {
  draft: Draft
  change: (part: Partial<Draft>) => void
  alert: Alert
  organisation: Organisation
  refusal: Refusal | undefined
}

/** The fields of an alert that can be changed, in the order in which they were posted. */
export function UpdateFields(props: UpdateFieldsProps) {
  const { draft, change, organisation, refusal } = props
  const { t, i18n } = useTranslation()
  const language = i18n.language === 'en' ? 'en' : 'id'
  const caseType = organisation.caseTypes.find((c) => c.code === draft.caseType)
  const error = (field: string): string | undefined => fieldError(refusal, `changes.${field}`)
  return (
    <>
      <LevelChoice
        caseType={caseType}
        level={draft.level}
        choose={(level) => change({ level })}
        error={error('level')}
      />
      <NativeSelect
        label={t('list.caseType')}
        size="md"
        value={draft.caseType}
        onChange={(e) => {
          const chosen = organisation.caseTypes.find((c) => c.code === e.currentTarget.value)
          if (!chosen) return
          const level = levelsFor(chosen).includes(draft.level) ? draft.level : chosen.level
          change({ caseType: chosen.code, level })
        }}
        error={error('caseType')}
        data={organisation.caseTypes.map((c) => ({ value: c.code, label: c.name[language] }))}
        data-testid="ubah-jenis"
      />
      <RegionSelect
        organisation={organisation}
        value={draft.regionCode}
        choose={(regionCode) => change({ regionCode })}
        error={error('regionCode')}
        testId="ubah-wilayah"
      />
      <TextInput
        label={t('report.headline')}
        size="md"
        value={draft.headline}
        onChange={(e) => change({ headline: e.currentTarget.value })}
        error={error('headline')}
        autoComplete="off"
        data-testid="ubah-judul"
      />
      <Textarea
        label={t('report.narrative')}
        description={t('report.noNames')}
        size="md"
        rows={5}
        value={draft.narrative}
        onChange={(e) => change({ narrative: e.currentTarget.value })}
        error={error('narrative')}
        data-testid="ubah-cerita"
      />
      {caseType?.needsGround && (
        <Textarea
          label={t('report.ground')}
          description={t('report.groundHelp')}
          size="md"
          rows={2}
          value={draft.ground}
          onChange={(e) => change({ ground: e.currentTarget.value })}
          error={error('details.ground') ?? error('details')}
        />
      )}
      <VictimsChoice
        value={draft.possibleVictims}
        choose={(possibleVictims) => change({ possibleVictims })}
      />
      <TextInput
        type="datetime-local"
        label={t('report.occurred')}
        size="md"
        value={draft.occurredAt}
        onChange={(e) => change({ occurredAt: e.currentTarget.value })}
        error={error('occurredAt')}
      />
      <PlaceFields draft={draft} change={change} />
      {asksIndicators(draft.caseType) && <IndicatorTicks draft={draft} change={change} />}
      {caseType && (
        <details className="fold" open={error('requiredAgencies') ? true : undefined}>
          <summary>{t('report.addAgencies')}</summary>
          <div className="fold-body">
            <AgencyTicks
              draft={draft}
              change={change}
              caseType={caseType}
              organisation={organisation}
              refusal={refusal}
            />
            {error('requiredAgencies') && <p className="field-error">{error('requiredAgencies')}</p>}
          </div>
        </details>
      )}
      <UpdateAccess {...props} />
    </>
  )
}
