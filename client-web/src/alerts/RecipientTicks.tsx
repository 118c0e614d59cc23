import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { peopleIn } from '../agencies/peopleIn'
import { membersCell } from '../agencies/readOrganisation'
import { useNames } from '../agencies/useNames'
import { useMe } from '../session/session'
import { useCell } from '../sync/cell'
import type { Draft } from './draft'

interface RecipientTicksProps {
  draft: Draft
  change: (part: Partial<Draft>) => void
  /** The agencies whose members are offered. */
  agencies: readonly string[]
  error: string | undefined
}

/** With the mark RED only the people named here read the alert. */
export function RecipientTicks({ draft, change, agencies, error }: RecipientTicksProps) {
  const { t } = useTranslation()
  const me = useMe()
  const names = useNames()
  const members = peopleIn(useCell(membersCell).value)
  const toggle = (id: string): void =>
    change({
      recipients: draft.recipients.includes(id)
        ? draft.recipients.filter((r) => r !== id)
        : [...draft.recipients, id],
    })
  return (
    <fieldset className="choice">
      <legend>{t('report.recipients')}</legend>
      {members
        .filter((m) => m.id !== me.id && agencies.includes(m.agency))
        .map((m) => (
          <Checkbox
            key={m.id}
            size="md"
            label={`${m.name} · ${names.agency(m.agency)}`}
            checked={draft.recipients.includes(m.id)}
            onChange={() => toggle(m.id)}
          />
        ))}
      {error && <p className="field-error">{error}</p>}
    </fieldset>
  )
}
