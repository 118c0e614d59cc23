import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldError } from '../alerts/fieldErrors'
import type { Role } from '../connection/contract'
import { serverNow } from '../connection/serverClock'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'
import { fieldOf, momentOf, zoneWord } from './agencyClock'
import { overrideDuty, type StandIn } from './overrideDuty'
import type { DutyPartProps } from './RosterPart'

const halfHour = 1_800_000
const halfDay = 12 * 3_600_000

/** Names somebody who stands in: in which role, from when until when, and if wanted why. */
export function StandInForm({
  roles,
  zone,
  members,
  done,
}: DutyPartProps & { roles: Role[]; done: () => void }) {
  const { t } = useTranslation()
  const [role, setRole] = useState<Role>(roles[0] ?? 'liaison')
  const [member, setMember] = useState('')
  const [from, setFrom] = useState(() => fieldOf(Math.floor(serverNow() / halfHour) * halfHour, zone))
  const [to, setTo] = useState(() => fieldOf(Math.ceil((serverNow() + halfDay) / halfHour) * halfHour, zone))
  const [reason, setReason] = useState('')
  const act = useAct((key, standIn: StandIn) => overrideDuty(key, standIn))
  const able = members.filter((m) => m.roles.includes(role))
  const complete = member !== '' && from !== '' && to !== ''

  return (
    <form
      className="stack stand-in-form"
      noValidate
      onSubmit={async (e) => {
        e.preventDefault()
        if (!complete) return
        const standIn: StandIn = { role, member, from: momentOf(from, zone), to: momentOf(to, zone) }
        if (await act.run(reason.trim() ? { ...standIn, reason: reason.trim() } : standIn)) done()
      }}
    >
      <NativeSelect
        label={t('standIn.role')}
        value={role}
        onChange={(e) => {
          setRole(e.currentTarget.value as Role)
          setMember('')
        }}
        error={fieldError(act.refusal, 'role')}
        data={roles.map((r) => ({ value: r, label: t(`role.${r}`) }))}
        data-testid="pengganti-peran"
      />
      <NativeSelect
        label={t('standIn.who')}
        value={member}
        onChange={(e) => setMember(e.currentTarget.value)}
        error={fieldError(act.refusal, 'member')}
        data={[
          { value: '', label: t('standIn.choose') },
          ...able.map((m) => ({ value: m.id, label: `${m.name} · ${m.position}` })),
        ]}
        data-testid="pengganti-siapa"
      />
      <TextInput
        type="datetime-local"
        label={t('standIn.from', { zone: zoneWord(zone) })}
        value={from}
        onChange={(e) => setFrom(e.currentTarget.value)}
        error={fieldError(act.refusal, 'from')}
      />
      <TextInput
        type="datetime-local"
        label={t('standIn.to', { zone: zoneWord(zone) })}
        value={to}
        onChange={(e) => setTo(e.currentTarget.value)}
        error={fieldError(act.refusal, 'to')}
      />
      <TextInput
        label={t('standIn.reason')}
        value={reason}
        maxLength={200}
        onChange={(e) => setReason(e.currentTarget.value)}
        error={fieldError(act.refusal, 'reason')}
      />
      {act.refusal && Object.keys(act.refusal.errors).length === 0 && (
        <Refused refusal={act.refusal} notSent />
      )}
      <div className="row">
        <Button type="submit" loading={act.busy} disabled={!complete} data-testid="pengganti-simpan">
          {t('standIn.go')}
        </Button>
        <Button type="button" variant="default" onClick={done}>
          {t('reason.back')}
        </Button>
      </div>
    </form>
  )
}
