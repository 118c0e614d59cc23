import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { LanguageSwitch } from '../i18n/LanguageSwitch'
import { useSession } from '../session/session'
import { signOut } from '../session/signOut'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'
import { AcceptForm } from './AcceptForm'
import { leaveInvitation } from './openInvitation'

/** Where the link of an invitation leads: what it opens, and opening it. */
export default function InvitationPage({ secret }: { secret: string }) {
  const { t } = useTranslation()
  const session = useSession()
  const out = useAct(() => signOut())

  useEffect(() => {
    document.title = 'Timpora.Comms'
  }, [])

  return (
    <main className="lonely" data-testid="undangan">
      <h1>Timpora.Comms</h1>
      {session.status === 'in' ? (
        <div className="stack">
          <p>{t('invitation.signedIn', { name: session.me.name })}</p>
          <Refused refusal={out.refusal} />
          <Button size="lg" loading={out.busy} onClick={() => void out.run()} data-testid="undangan-keluar">
            {t('invitation.signOut')}
          </Button>
          <Button variant="default" size="lg" onClick={leaveInvitation}>
            {t('invitation.stay')}
          </Button>
        </div>
      ) : (
        <AcceptForm secret={secret} />
      )}
      <LanguageSwitch />
    </main>
  )
}
