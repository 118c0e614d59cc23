import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Member } from '../connection/contract'
import { type Invited, invite } from '../invitations/invitations'
import { LinkOnce } from '../invitations/LinkOnce'
import { FreshRefused } from '../session/FreshRefused'
import { useFreshAct } from '../session/useFreshAct'
import { removeMember } from './removeMember'
import { restoreMember, suspendMember } from './suspendMember'

/** What can be done about a member's account. */
export type AskedMember = 'remove' | 'suspend' | 'restore' | 'link'

const testIds: Record<AskedMember, string> = {
  remove: 'anggota-keluarkan',
  suspend: 'anggota-bekukan',
  restore: 'anggota-pulihkan',
  link: 'anggota-tautan',
}

/** Says first what becomes of it, and then does it. */
export function MemberAsk({ member, act, done }: { member: Member; act: AskedMember; done: () => void }) {
  const { t } = useTranslation()
  const [made, setMade] = useState<Invited>()
  const doing = useFreshAct(async (key) => {
    if (act === 'link') return setMade(await invite({ member: member.id }))
    if (act === 'remove') await removeMember(key, member.id)
    else await (act === 'suspend' ? suspendMember : restoreMember)(member.id)
    done()
  })
  if (made) return <LinkOnce invited={made} done={done} />
  return (
    <div className="stack">
      <div className="notice notice-amber">
        <div className="stack">
          <p>{t(`members.${act}Ask`, { name: member.name })}</p>
          <div className="row">
            <Button
              {...(act === 'remove' ? { color: 'red.9' } : {})}
              loading={doing.busy}
              onClick={() => void doing.run()}
              data-testid={testIds[act]}
            >
              {t(`members.${act}Go`)}
            </Button>
            <Button variant="default" onClick={done}>
              {t('reason.back')}
            </Button>
          </div>
        </div>
      </div>
      <FreshRefused act={doing} />
    </div>
  )
}
