import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { peopleIn } from '../agencies/peopleIn'
import { membersCell } from '../agencies/readOrganisation'
import { useNames } from '../agencies/useNames'
import type { Refusal } from '../connection/refusal'
import { useMe } from '../session/session'
import { useCell } from '../sync/cell'
import { fieldError } from './fieldErrors'
import { type Screening, screeningResults } from './resolveAlert'

/** What is being written down of a screening; the time as the device's clock shows it. */
export interface ScreeningDraft {
  by: string
  at: string
  result: Screening['result'] | ''
  note: string
}

/** An empty screening, done by who is signed in. */
export const noScreening = (me: string): ScreeningDraft => ({ by: me, at: '', result: '', note: '' })

/** The screening as it is sent; undefined until a result is chosen. */
export const screeningFrom = ({ by, at, result, note }: ScreeningDraft): Screening | undefined =>
  result
    ? {
        by,
        result,
        ...(at ? { at: new Date(at).toISOString() } : {}),
        ...(note.trim() ? { note: note.trim() } : {}),
      }
    : undefined

interface ScreeningFieldsProps {
  draft: ScreeningDraft
  change: (part: Partial<ScreeningDraft>) => void
  /** The agencies whose members may have screened. */
  agencies: readonly string[]
  refusal: Refusal | undefined
}

/** Who screened for victims, when, and what it found. */
export function ScreeningFields({ draft, change, agencies, refusal }: ScreeningFieldsProps) {
  const { t } = useTranslation()
  const me = useMe()
  const names = useNames()
  const members = peopleIn(useCell(membersCell).value)
  const people = members.filter((m) => m.id === me.id || agencies.includes(m.agency))
  return (
    <fieldset className="choice">
      <legend>{t('resolve.screening')}</legend>
      <NativeSelect
        label={t('resolve.screeningResult')}
        description={t('resolve.screeningHelp')}
        size="md"
        required
        withAsterisk={false}
        value={draft.result}
        onChange={(e) => change({ result: e.currentTarget.value as ScreeningDraft['result'] })}
        error={fieldError(refusal, 'screening', 'screening.result')}
        data={[
          { value: '', label: t('resolve.choose') },
          ...screeningResults.map((r) => ({ value: r, label: t(`screeningResult.${r}`) })),
        ]}
        data-testid="penapisan"
      />
      <NativeSelect
        label={t('resolve.screenedBy')}
        size="md"
        value={draft.by}
        onChange={(e) => change({ by: e.currentTarget.value })}
        error={fieldError(refusal, 'screening.by')}
        data={people.map((m) => ({ value: m.id, label: `${m.name} · ${names.agency(m.agency)}` }))}
      />
      <TextInput
        type="datetime-local"
        label={t('resolve.screenedAt')}
        size="md"
        value={draft.at}
        onChange={(e) => change({ at: e.currentTarget.value })}
        error={fieldError(refusal, 'screening.at')}
      />
      <Textarea
        label={t('resolve.screeningNote')}
        size="md"
        rows={2}
        value={draft.note}
        onChange={(e) => change({ note: e.currentTarget.value })}
        error={fieldError(refusal, 'screening.note')}
      />
    </fieldset>
  )
}
