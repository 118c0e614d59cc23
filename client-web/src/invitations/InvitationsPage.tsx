import '../ui/styles/ways.css'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useNames } from '../agencies/useNames'
import { FreshRefused } from '../session/FreshRefused'
import { useMe } from '../session/session'
import { useFreshAct } from '../session/useFreshAct'
import { useCell } from '../sync/cell'
import { Icon } from '../ui/Icon'
import { fullTime } from '../ui/time'
import { Empty, Waiting } from '../ui/Waiting'
import { InvitationForm } from './InvitationForm'
import {
  type Invitation,
  type InvitationKind,
  type Invited,
  invitationsCell,
  invite,
  kindsFor,
  type NewInvitation,
  withdrawInvitation,
} from './invitations'
import { LinkOnce } from './LinkOnce'

/** Letting somebody in: what kind of link, for whom, and the links that nobody has used yet. */
export default function InvitationsPage() {
  const { t } = useTranslation()
  const me = useMe()
  const kinds = kindsFor(me)
  const [kind, setKind] = useState<InvitationKind>()
  const [made, setMade] = useState<Invited>()
  const { value, refusal } = useCell(invitationsCell)
  const act = useFreshAct(async (_, invitation: NewInvitation) => {
    setMade(await invite(invitation))
    setKind(undefined)
  })

  return (
    <div className="ways stack">
      <Link href="/lainnya" className="back back-always">
        <Icon name="back" /> {t('more.all')}
      </Link>
      <h2>{t('invite.title')}</h2>
      <p className="muted">{t('invite.what')}</p>
      {made && <LinkOnce invited={made} done={() => setMade(undefined)} />}
      {!made && (
        <fieldset className="choice">
          <legend>{t('invite.whom')}</legend>
          <div className="row">
            {kinds.map((k) => (
              <button
                key={k}
                type="button"
                className="word-button"
                aria-pressed={k === kind}
                onClick={() => {
                  act.clear()
                  setKind(k)
                }}
                data-testid={`undang-${k}`}
              >
                {t(`invite.kind.${k}`)}
              </button>
            ))}
          </div>
        </fieldset>
      )}
      {!made && kind && (
        <>
          <InvitationForm key={kind} kind={kind} act={act} />
          <FreshRefused act={act} />
        </>
      )}
      <section aria-labelledby="open-links" className="stack">
        <h3 id="open-links">{t('invite.open')}</h3>
        {!value && <Waiting rows={2} refusal={refusal} />}
        {value?.length === 0 && <Empty words={t('invite.none')} />}
        <ul className="members">
          {value?.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} />
          ))}
        </ul>
      </section>
    </div>
  )
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation()
  const names = useNames()
  const act = useFreshAct(() => withdrawInvitation(invitation.id))
  const what = invitation.member
    ? t('invite.again')
    : invitation.roles.map((role) => t(`role.${role}`)).join(', ')
  return (
    <li data-testid={`undangan-${invitation.id}`}>
      <div className="row">
        <span>
          {invitation.name}
          <span className="muted small"> · {invitation.position}</span>
          <br />
          <span className="muted small">
            {names.agency(invitation.agency.code)} · {what} ·{' '}
            {t('invite.until', { time: fullTime(invitation.expiresAt) })}
          </span>
        </span>
        <Button
          variant="default"
          className="push"
          loading={act.busy}
          aria-label={t('invite.withdrawName', { name: invitation.name })}
          onClick={() => void act.run()}
        >
          {t('invite.withdraw')}
        </Button>
      </div>
      <FreshRefused act={act} />
    </li>
  )
}
