import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNames } from '../agencies/useNames'
import type { Member, Role } from '../connection/contract'
import { zoneWord } from './agencyClock'
import { RosterEditor } from './RosterEditor'
import type { Shift } from './readRoster'
import { daysWords, hoursWords } from './rosterWords'

/** What the parts of the duty page share: the agency's clock, its people, and whether the member may write. */
export interface DutyPartProps {
  zone: string
  members: Member[]
  may: boolean
}

interface RosterPartProps extends DutyPartProps {
  role: Role
  shifts: Shift[]
}

/** The weekly pattern of one role, and changing it. */
export function RosterPart({ role, shifts, zone, members, may }: RosterPartProps) {
  const { t } = useTranslation()
  const names = useNames()
  const [editing, setEditing] = useState(false)
  return (
    <section className="roster" data-testid={`jadwal-${role}`}>
      <h4>
        {t(`role.${role}`)} <span className="muted small">{zoneWord(zone)}</span>
      </h4>
      {editing ? (
        <RosterEditor
          role={role}
          shifts={shifts}
          members={members.filter((m) => m.roles.includes(role))}
          done={() => setEditing(false)}
        />
      ) : (
        <>
          {shifts.length === 0 && <p className="due-late">{t('roster.empty')}</p>}
          <ul className="plain-list">
            {shifts.map((shift, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name of their own, and none moves while it is shown
              <li key={i}>
                {names.member(shift.member)}{' '}
                <span className="muted figures">
                  {hoursWords(shift, t)} · {daysWords(shift.days, t)}
                </span>
              </li>
            ))}
          </ul>
          {may && (
            <div>
              <Button variant="default" onClick={() => setEditing(true)} data-testid={`jadwal-ubah-${role}`}>
                {t('roster.edit')}
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  )
}
