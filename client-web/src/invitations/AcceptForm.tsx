import { Button, Checkbox, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldError } from '../alerts/fieldErrors'
import { Refused } from '../ui/Refused'
import { fullTime } from '../ui/time'
import { useAct } from '../ui/useAct'
import { Waiting } from '../ui/Waiting'
import { acceptInvitation, lookAtInvitation, type Opened } from './acceptInvitation'
import { leaveInvitation } from './openInvitation'

/** What a link opens, in words, and what is needed to open it. */
export function AcceptForm({ secret }: { secret: string }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState<Opened>()
  const [userName, setUserName] = useState('')
  const [shared, setShared] = useState(false)
  const look = useAct(async () => setOpened(await lookAtInvitation(secret)))
  const accept = useAct(async () => {
    const chosen = opened?.kind === 'member' ? userName.trim() : undefined
    await acceptInvitation(secret, chosen, opened?.kind !== 'screen' && shared)
    leaveInvitation()
  })
  const { run } = look
  useEffect(() => {
    void run()
  }, [run])

  if (!opened) {
    return (
      <>
        {!look.refusal && <Waiting rows={3} />}
        <Refused refusal={look.refusal} />
        {look.refusal && (
          <div className="stack" data-testid="undangan-ditolak">
            {look.refusal.retryable ? (
              <Button size="lg" loading={look.busy} onClick={() => void run()}>
                {t('alertLink.again')}
              </Button>
            ) : (
              <p className="muted">{t('invitation.askAgain')}</p>
            )}
            <Button variant="default" size="lg" onClick={leaveInvitation}>
              {t('alertLink.home')}
            </Button>
          </div>
        )}
      </>
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void accept.run()
  }
  const isPerson = opened.kind !== 'screen'
  return (
    <form onSubmit={submit} className="stack" aria-label={t(`invitation.${opened.kind}`)} noValidate>
      <h2>{t(`invitation.${opened.kind}`)}</h2>
      <p>
        <strong>{opened.name}</strong>
        <br />
        {opened.position} · {opened.agency.name}
        <br />
        <span className="muted">{opened.roles.map((r) => t(`role.${r}`)).join(', ')}</span>
      </p>
      <p className="muted">
        {t(`invitation.${opened.kind}What`)} {t('invitation.until', { time: fullTime(opened.expiresAt) })}
      </p>
      {opened.kind === 'recovery' && opened.userName && (
        <p>
          {t('signIn.userName')}: <strong>{opened.userName}</strong>
        </p>
      )}
      {opened.kind === 'member' && (
        <TextInput
          label={t('signIn.userName')}
          description={t('invitation.userNameHelp')}
          name="userName"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          size="md"
          value={userName}
          error={fieldError(accept.refusal, 'userName')}
          onChange={(e) => setUserName(e.currentTarget.value)}
          data-testid="undangan-akun"
        />
      )}
      {isPerson && (
        <Checkbox
          label={t('signIn.shared')}
          description={t('signIn.sharedWhat')}
          size="md"
          checked={shared}
          onChange={(e) => setShared(e.currentTarget.checked)}
        />
      )}
      <Refused refusal={accept.refusal} />
      <Button type="submit" size="lg" loading={accept.busy} data-testid="undangan-terima">
        {t(`invitation.${opened.kind}Go`)}
      </Button>
      {!isPerson && (
        <Button variant="default" size="lg" onClick={leaveInvitation}>
          {t('invitation.notHere')}
        </Button>
      )}
    </form>
  )
}
