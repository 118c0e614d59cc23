import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNames } from '../agencies/useNames'
import { fieldError, otherErrors } from '../alerts/fieldErrors'
import { channelsCell } from '../channels/listChannels'
import type { Role } from '../connection/contract'
import { useMe } from '../session/session'
import type { FreshAct } from '../session/useFreshAct'
import { useCell } from '../sync/cell'
import type { InvitationKind, NewInvitation } from './invitations'

const ofAgency: Role[] = ['officer', 'liaison', 'chief', 'admin']
const ofSecretariat: Role[] = ['secretariat', 'chair', 'auditor']
const shown = new Set(['roles', 'name', 'position', 'agency', 'organisation', 'channels'])

interface InvitationFormProps {
  kind: InvitationKind
  act: FreshAct<[NewInvitation]>
}

/** Whom the link is for; what is asked depends on the kind. */
export function InvitationForm({ kind, act }: InvitationFormProps) {
  const { t } = useTranslation()
  const me = useMe()
  const { organisation } = useNames()
  const channels = useCell(channelsCell).value?.filter((c) => c.kind !== 'desk') ?? []
  const [name, setName] = useState('')
  const [position, setPosition] = useState('')
  const [roles, setRoles] = useState<string[]>([])
  const [agency, setAgency] = useState('')
  const [guests, setGuests] = useState('')
  const [admitted, setAdmitted] = useState<string[]>([])
  const error = (field: string) => fieldError(act.refusal, field)
  const own = organisation?.agencies.find((a) => a.code === me.agency.code)
  const offered = own?.kind === 'secretariat' ? [...ofAgency, ...ofSecretariat] : ofAgency

  const invitation = (): NewInvitation => {
    const person = { name: name.trim(), position: position.trim() }
    if (kind === 'guest')
      return { ...person, roles: ['guest'], organisation: guests.trim(), channels: admitted }
    if (kind === 'admin') return { ...person, roles: ['admin'], agency }
    const as = kind === 'screen' ? ['wall' as const] : offered.filter((r) => roles.includes(r))
    return { ...person, roles: as, agency: me.agency.code }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void act.run(invitation())
  }
  const complete =
    name.trim() !== '' &&
    position.trim() !== '' &&
    (kind !== 'member' || roles.length > 0) &&
    (kind !== 'admin' || agency !== '') &&
    (kind !== 'guest' || (guests.trim() !== '' && admitted.length > 0))

  return (
    <form onSubmit={submit} noValidate className="stack" aria-label={t(`invite.kind.${kind}`)}>
      {kind === 'guest' && (
        <TextInput
          label={t('invite.organisation')}
          size="md"
          maxLength={80}
          value={guests}
          error={error('organisation')}
          onChange={(e) => setGuests(e.currentTarget.value)}
          data-testid="undang-organisasi"
        />
      )}
      {kind === 'admin' && (
        <NativeSelect
          label={t('invite.agency')}
          size="md"
          value={agency}
          error={error('agency')}
          onChange={(e) => setAgency(e.currentTarget.value)}
          data={[
            { value: '', label: t('invite.chooseAgency') },
            ...(organisation?.agencies.map((a) => ({ value: a.code, label: a.name })) ?? []),
          ]}
          data-testid="undang-instansi"
        />
      )}
      <TextInput
        label={t(kind === 'screen' ? 'invite.screenName' : 'invite.name')}
        autoComplete="off"
        size="md"
        value={name}
        error={error('name')}
        onChange={(e) => setName(e.currentTarget.value)}
        data-testid="undang-nama"
      />
      <TextInput
        label={t(kind === 'screen' ? 'invite.screenPlace' : 'invite.position')}
        autoComplete="off"
        size="md"
        value={position}
        error={error('position')}
        onChange={(e) => setPosition(e.currentTarget.value)}
        data-testid="undang-jabatan"
      />
      {kind === 'member' && (
        <Ticks
          legend={t('invite.roles')}
          options={offered.map((role) => ({
            value: role,
            label: t(`role.${role}`),
            help: t(`roleMay.${role}`),
          }))}
          ticked={roles}
          change={setRoles}
          error={error('roles')}
        />
      )}
      {kind === 'guest' && (
        <Ticks
          legend={t('invite.channels')}
          options={channels.map(({ slug, name: label }) => ({ value: slug, label }))}
          ticked={admitted}
          change={setAdmitted}
          error={error('channels')}
        />
      )}
      {otherErrors(act.refusal, shown).map((sentence) => (
        <p key={sentence} className="field-error">
          {sentence}
        </p>
      ))}
      <Button type="submit" size="lg" disabled={!complete} loading={act.busy} data-testid="undang-buat">
        {t('invite.go')}
      </Button>
    </form>
  )
}

interface TicksProps {
  legend: string
  options: { value: string; label: string; help?: string }[]
  ticked: string[]
  change: (ticked: string[]) => void
  error: string | undefined
}

function Ticks({ legend, options, ticked, change, error }: TicksProps) {
  return (
    <fieldset className="choice">
      <legend>{legend}</legend>
      {options.map(({ value, label, help }) => (
        <Checkbox
          key={value}
          size="md"
          label={label}
          {...(help ? { description: help } : {})}
          checked={ticked.includes(value)}
          onChange={(e) =>
            change(e.currentTarget.checked ? [...ticked, value] : ticked.filter((v) => v !== value))
          }
          data-testid={`undang-pilih-${value}`}
        />
      ))}
      {error && <p className="field-error">{error}</p>}
    </fieldset>
  )
}
