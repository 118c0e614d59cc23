import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Duty, Role } from '../connection/contract'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'
import { onClockOf } from './agencyClock'
import { cancelOverride } from './cancelOverride'
import type { DutyPartProps } from './RosterPart'
import { StandInForm } from './StandInForm'

type StandIns = NonNullable<Duty['overrides']>

/** Who stands in for whoever the weekly pattern names, now and later. */
export function StandInPart({
  standIns,
  roles,
  ...part
}: DutyPartProps & { standIns: StandIns; roles: Role[] }) {
  const { t } = useTranslation()
  const [adding, setAdding] = useState(false)
  return (
    <section aria-labelledby="stand-in-title" className="stack">
      <h3 id="stand-in-title">{t('standIn.title')}</h3>
      {standIns.length === 0 && !adding && <p className="muted small">{t('standIn.none')}</p>}
      <ul className="plain-list">
        {standIns.map((standIn) => (
          <StandInRow key={standIn.id} standIn={standIn} zone={part.zone} may={part.may} />
        ))}
      </ul>
      {adding && <StandInForm roles={roles} {...part} done={() => setAdding(false)} />}
      {part.may && !adding && (
        <div>
          <Button variant="default" onClick={() => setAdding(true)} data-testid="pengganti-tambah">
            {t('standIn.add')}
          </Button>
        </div>
      )}
    </section>
  )
}

function StandInRow({ standIn, zone, may }: { standIn: StandIns[number]; zone: string; may: boolean }) {
  const { t } = useTranslation()
  const act = useAct((key) => cancelOverride(key, standIn.id))
  return (
    <li data-testid="pengganti">
      <div className="row">
        <span>
          <strong>{standIn.member.name}</strong> · {t(`role.${standIn.role}`)}
          <span className="muted small figures standin-span">
            {onClockOf(standIn.from, zone)} – {onClockOf(standIn.to, zone)}
            {standIn.reason && ` · ${standIn.reason}`}
          </span>
        </span>
        {may && (
          <button
            type="button"
            className="word-button push"
            disabled={act.busy}
            aria-label={t('standIn.cancelLabel', { name: standIn.member.name })}
            onClick={() => void act.run()}
          >
            {t('standIn.cancel')}
          </button>
        )}
      </div>
      <Refused refusal={act.refusal} />
    </li>
  )
}
