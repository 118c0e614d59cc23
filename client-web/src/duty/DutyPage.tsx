import '../ui/styles/roster.css'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { peopleIn } from '../agencies/peopleIn'
import { membersCell } from '../agencies/readOrganisation'
import { useNames } from '../agencies/useNames'
import type { Role } from '../connection/contract'
import { mayAssignDuty, useMe } from '../session/session'
import { useCell } from '../sync/cell'
import { Icon } from '../ui/Icon'
import { Waiting } from '../ui/Waiting'
import { DutyPanel } from './DutyPanel'
import { GapList } from './GapList'
import { RosterPart } from './RosterPart'
import { dutyCells } from './readDuty'
import { rosterCells } from './readRoster'
import { StandInPart } from './StandInPart'

const dutyRoles: Role[] = ['liaison', 'chief', 'secretariat', 'chair']

/** My agency's duty: who is on now, where nobody will be, who stands in, and the weekly pattern. */
export default function DutyPage() {
  const { t } = useTranslation()
  const me = useMe()
  const names = useNames()
  const agency = me.agency.code
  const duty = useCell(dutyCells.of(agency), 30_000)
  const roster = useCell(rosterCells.of(agency))
  const members = peopleIn(useCell(membersCell).value).filter((m) => m.agency === agency)
  const zone = roster.value?.timeZone ?? duty.value?.timeZone ?? 'Asia/Jakarta'
  const roles = dutyRoles.filter(
    (role) =>
      members.some((m) => m.roles.includes(role)) ||
      roster.value?.rosters.some((r) => r.role === role && r.shifts.length > 0),
  )
  const may = mayAssignDuty(me)
  const part = { zone, members, may }

  return (
    <div className="duty-page stack">
      <Link href="/lainnya" className="back back-always">
        <Icon name="back" /> {t('more.all')}
      </Link>
      <h2>{t('roster.title', { agency: names.agency(agency) })}</h2>
      <DutyPanel agency={agency} controls />
      {!duty.value && <Waiting rows={3} refusal={duty.refusal} />}
      {duty.value?.gaps && <GapList gaps={duty.value.gaps} zone={zone} />}
      {duty.value?.overrides && <StandInPart standIns={duty.value.overrides} roles={roles} {...part} />}
      <section aria-labelledby="roster-title" className="stack">
        <h3 id="roster-title">{t('roster.weekly')}</h3>
        {!roster.value && <Waiting rows={4} refusal={roster.refusal} />}
        {roster.value &&
          roles.map((role) => (
            <RosterPart
              key={role}
              role={role}
              shifts={roster.value?.rosters.find((r) => r.role === role)?.shifts ?? []}
              {...part}
            />
          ))}
        {!may && <p className="small muted">{t('roster.notYours')}</p>}
      </section>
    </div>
  )
}
