import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Member } from '../connection/contract'
import { kindsFor } from '../invitations/invitations'
import { mayKeepMembers, mayOversee, useMe } from '../session/session'
import { useCell } from '../sync/cell'
import { Waiting } from '../ui/Waiting'
import { guestName } from './guests'
import { MemberRow } from './MemberRow'
import { membersCell } from './readOrganisation'
import { useNames } from './useNames'

/** The members of my agency, and for those who oversee the team the guests; who keeps them may let in more. */
export function MembersPart() {
  const { t } = useTranslation()
  const me = useMe()
  const names = useNames()
  const { value, refusal } = useCell(membersCell)
  const mine = value?.filter((m) => m.agency === me.agency.code)
  const guests = mayOversee(me)
    ? (value?.filter((m) => guestName(m.agency) !== undefined && m.agency !== me.agency.code) ?? [])
    : []
  return (
    <section aria-labelledby="members-title" className="stack">
      <h2 id="members-title">{t('members.title', { agency: names.agency(me.agency.code) })}</h2>
      {!mine && <Waiting rows={3} refusal={refusal} />}
      {mine && <Rows members={mine} />}
      {guests.length > 0 && (
        <>
          <h3>{t('members.guests')}</h3>
          <Rows members={guests} withAgency />
        </>
      )}
      {kindsFor(me).length > 0 && (
        <div>
          <Link href="/lainnya/undangan" className="word-button" data-testid="ke-undangan">
            {t('invite.title')}
          </Link>
        </div>
      )}
    </section>
  )
}

function Rows({ members, withAgency }: { members: Member[]; withAgency?: boolean }) {
  const me = useMe()
  return (
    <ul className="members">
      {members.map((member) => (
        <MemberRow
          key={member.id}
          member={member}
          kept={mayKeepMembers(me, member.agency) && member.id !== me.id}
          {...(withAgency ? { withAgency } : {})}
        />
      ))}
    </ul>
  )
}
