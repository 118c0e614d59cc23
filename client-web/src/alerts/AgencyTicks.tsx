import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CaseType, Organisation } from '../connection/contract'
import type { Refusal } from '../connection/refusal'
import type { Draft } from './draft'
import { fieldError } from './fieldErrors'
import { serves } from './whoIsAsked'

interface AgencyTicksProps {
  draft: Draft
  change: (part: Partial<Draft>) => void
  caseType: CaseType
  organisation: Organisation
  refusal: Refusal | undefined
  missing?: boolean
}

/** Which agencies are asked besides those the case type asks for by itself; some case types leave it all to the poster. */
export function AgencyTicks({ draft, change, caseType, organisation, refusal, missing }: AgencyTicksProps) {
  const { t } = useTranslation()
  const offered = organisation.agencies.filter(
    (a) =>
      a.kind !== 'secretariat' &&
      !caseType.kinds.includes(a.kind) &&
      (draft.regionCode === '' || serves(a, draft.regionCode)),
  )
  const error =
    fieldError(refusal, 'requiredAgencies') ?? (missing ? t('report.missing.addAgencies') : undefined)
  const toggle = (code: string): void =>
    change({
      addAgencies: draft.addAgencies.includes(code)
        ? draft.addAgencies.filter((c) => c !== code)
        : [...draft.addAgencies, code],
    })
  return (
    <fieldset className="choice">
      <legend>{t(caseType.kinds.length === 0 ? 'report.nameAgencies' : 'report.addAgencies')}</legend>
      {offered.map((a) => (
        <Checkbox
          key={a.code}
          size="md"
          label={a.name}
          checked={draft.addAgencies.includes(a.code)}
          onChange={() => toggle(a.code)}
          data-testid={`lapor-instansi-${a.code}`}
        />
      ))}
      {error && <p className="field-error">{error}</p>}
    </fieldset>
  )
}
