import { useTranslation } from 'react-i18next'
import { useCell } from '../sync/cell'
import { dutyCells } from './readDuty'

/** One line: who is on duty for an agency now. */
export function OnDutyLine({ agency }: { agency: string }) {
  const { t } = useTranslation()
  const duty = useCell(dutyCells.of(agency)).value
  if (!duty) return null
  const people = duty.onDuty.map((d) => `${d.member.name} (${t(`role.${d.role}`)})`)
  return (
    <p className="on-duty small muted">
      {people.length > 0 ? t('duty.now', { people: people.join(', ') }) : t('duty.nobody')}
    </p>
  )
}
