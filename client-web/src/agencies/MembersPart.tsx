import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Member } from '../connection/contract'
import { mayRemoveMembers, useMe } from '../session/session'
import { useCell } from '../sync/cell'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'
import { Waiting } from '../ui/Waiting'
import { ContactsForm } from './ContactsForm'
import { membersCell } from './readOrganisation'
import { removeMember } from './removeMember'
import { useNames } from './useNames'

/** The members of my agency; its admin may remove one. */
export function MembersPart() {
  const { t } = useTranslation()
  const me = useMe()
  const names = useNames()
  const { value, refusal } = useCell(membersCell)
  const mine = value?.filter((m) => m.agency === me.agency.code)
  return (
    <section aria-labelledby="members-title">
      <h2 id="members-title">{t('members.title', { agency: names.agency(me.agency.code) })}</h2>
      {!mine && <Waiting rows={3} refusal={refusal} />}
      <ul className="members">
        {mine?.map((member) => (
          <MemberRow key={member.id} member={member} kept={mayRemoveMembers(me) && member.id !== me.id} />
        ))}
      </ul>
    </section>
  )
}

// The admin keeps the others' contacts and may remove them; one's own contacts stand with oneself.
function MemberRow({ member, kept }: { member: Member; kept: boolean }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const [contacting, setContacting] = useState(false)
  const act = useAct((key) => removeMember(key, member.id))
  return (
    <li data-testid={`anggota-${member.id}`}>
      <div className="row">
        <span>
          {member.name}
          <span className="muted small">
            {' '}
            · {member.position} · {member.roles.map((r) => t(`role.${r}`)).join(', ')}
          </span>
        </span>
        {kept && !asking && (
          <>
            <button type="button" className="word-button push" onClick={() => setAsking(true)}>
              {t('members.remove')}
            </button>
            <button
              type="button"
              className="word-button"
              aria-expanded={contacting}
              onClick={() => setContacting(!contacting)}
              data-testid={`anggota-kontak-${member.id}`}
            >
              {t('members.contacts')}
            </button>
          </>
        )}
      </div>
      {kept && contacting && <ContactsForm member={member.id} />}
      {asking && (
        <div className="notice notice-amber">
          <div className="stack">
            <p>{t('members.removeAsk', { name: member.name })}</p>
            <Refused refusal={act.refusal} />
            <div className="row">
              <Button
                color="red.9"
                loading={act.busy}
                onClick={() => void act.run()}
                data-testid="anggota-keluarkan"
              >
                {t('members.removeGo')}
              </Button>
              <Button variant="default" onClick={() => setAsking(false)}>
                {t('reason.back')}
              </Button>
            </div>
          </div>
        </div>
      )}
    </li>
  )
}
