import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldError } from '../alerts/fieldErrors'
import type { Member, Role } from '../connection/contract'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'
import { assignDuty } from './assignDuty'
import type { Shift } from './readRoster'
import { dayWord, weekdays } from './rosterWords'

interface RosterEditorProps {
  role: Role
  shifts: Shift[]
  /** Who has the role. */
  members: Member[]
  done: () => void
}

type Line = Shift & { key: number }

/** Writes the weekly pattern of one role, line by line; saved as a whole. */
export function RosterEditor({ role, shifts, members, done }: RosterEditorProps) {
  const { t } = useTranslation()
  const count = useRef(0)
  const line = (shift: Shift): Line => ({ ...shift, key: count.current++ })
  const fresh = (): Line => line({ member: members[0]?.id ?? '', from: '07:00', to: '07:00', days: [] })
  const [lines, setLines] = useState<Line[]>(() => (shifts.length > 0 ? shifts.map(line) : [fresh()]))
  const act = useAct((key, written: Shift[]) => assignDuty(key, role, written))
  const change = (key: number, part: Partial<Shift>): void =>
    setLines((old) => old.map((l) => (l.key === key ? { ...l, ...part } : l)))
  const complete = lines.length > 0 && lines.every((l) => l.member && l.from && l.to)
  const error = fieldError(act.refusal, 'shifts')

  if (members.length === 0)
    return <p className="due-late">{t('roster.nobodyHas', { role: t(`role.${role}`) })}</p>
  return (
    <form
      className="stack"
      onSubmit={async (e) => {
        e.preventDefault()
        if (await act.run(lines.map(({ key: _, ...shift }) => shift))) done()
      }}
    >
      {lines.map((l) => (
        <ShiftLine
          key={l.key}
          line={l}
          members={members}
          change={(part) => change(l.key, part)}
          remove={lines.length > 1 ? () => setLines(lines.filter((o) => o.key !== l.key)) : undefined}
        />
      ))}
      <p className="small muted">{t('roster.hint')}</p>
      <div>
        <button
          type="button"
          className="word-button"
          onClick={() => setLines([...lines, fresh()])}
          data-testid="giliran-tambah"
        >
          {t('roster.add')}
        </button>
      </div>
      {error ? <p className="field-error">{error}</p> : <Refused refusal={act.refusal} notSent />}
      <div className="row">
        <Button type="submit" loading={act.busy} disabled={!complete} data-testid="jadwal-simpan">
          {t('roster.save')}
        </Button>
        <Button type="button" variant="default" onClick={done}>
          {t('reason.back')}
        </Button>
      </div>
    </form>
  )
}

interface ShiftLineProps {
  line: Line
  members: Member[]
  change: (part: Partial<Shift>) => void
  remove: (() => void) | undefined
}

function ShiftLine({ line, members, change, remove }: ShiftLineProps) {
  const { t } = useTranslation()
  const isOn = (day: number): boolean => line.days.length === 0 || line.days.includes(day)
  const toggle = (day: number): void => {
    const days = weekdays.filter((d) => (d === day ? !isOn(d) : isOn(d)))
    // None at all would mean every day again, which nobody who unticks the last one wants.
    if (days.length > 0) change({ days: days.length === 7 ? [] : days })
  }
  return (
    <fieldset className="choice shift-line" data-testid="giliran">
      <legend className="visually-hidden">{t('roster.shift')}</legend>
      <NativeSelect
        label={t('roster.who')}
        value={line.member}
        onChange={(e) => change({ member: e.currentTarget.value })}
        data={members.map((m) => ({ value: m.id, label: `${m.name} · ${m.position}` }))}
      />
      <TextInput
        type="time"
        label={t('roster.from')}
        value={line.from}
        onChange={(e) => change({ from: e.currentTarget.value.slice(0, 5) })}
      />
      <TextInput
        type="time"
        label={t('roster.to')}
        value={line.to}
        onChange={(e) => change({ to: e.currentTarget.value.slice(0, 5) })}
      />
      <div className="days">
        {weekdays.map((day) => (
          <button
            key={day}
            type="button"
            className="word-button"
            aria-pressed={isOn(day)}
            onClick={() => toggle(day)}
          >
            {dayWord(day)}
          </button>
        ))}
      </div>
      {remove && (
        <button type="button" className="word-button" onClick={remove}>
          {t('roster.remove')}
        </button>
      )}
    </fieldset>
  )
}
