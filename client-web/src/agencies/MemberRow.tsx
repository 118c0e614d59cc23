import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Member } from '../connection/contract'
import { useMe } from '../session/session'
import { ContactsForm } from './ContactsForm'
import { type AskedMember, MemberAsk } from './MemberAsk'
import { useNames } from './useNames'

interface MemberRowProps {
  member: Member
  /** Who reads this keeps the member's account; one's own stands with oneself. */
  kept: boolean
  withAgency?: boolean
}

/** One member, and what whoever keeps the account can do about it. */
export function MemberRow({ member, kept, withAgency }: MemberRowProps) {
  const { t } = useTranslation()
  const me = useMe()
  const names = useNames()
  const [asking, setAsking] = useState<AskedMember>()
  const [contacting, setContacting] = useState(false)
  const isPerson = !member.roles.includes('wall')
  const acts: AskedMember[] = ['remove', member.suspended ? 'restore' : 'suspend']
  if (isPerson && !member.suspended) acts.push('link')
  return (
    <li data-testid={`anggota-${member.id}`}>
      <span>
        {member.name}
        <span className="muted small">
          {' '}
          · {member.position} · {member.roles.map((r) => t(`role.${r}`)).join(', ')}
          {withAgency && ` · ${names.agency(member.agency)}`}
        </span>
        {member.suspended && <strong className="tag">{t('members.suspended')}</strong>}
      </span>
      {kept && !asking && (
        <div className="row">
          {acts.map((act) => (
            <button
              key={act}
              type="button"
              className="word-button"
              aria-label={t('members.actName', { act: t(`members.${act}`), name: member.name })}
              onClick={() => setAsking(act)}
              data-testid={`anggota-${act}-${member.id}`}
            >
              {t(`members.${act}`)}
            </button>
          ))}
          {isPerson && member.agency === me.agency.code && (
            <button
              type="button"
              className="word-button"
              aria-expanded={contacting}
              onClick={() => setContacting(!contacting)}
              data-testid={`anggota-kontak-${member.id}`}
            >
              {t('members.contacts')}
            </button>
          )}
        </div>
      )}
      {kept && contacting && <ContactsForm member={member.id} />}
      {kept && asking && <MemberAsk member={member} act={asking} done={() => setAsking(undefined)} />}
    </li>
  )
}
