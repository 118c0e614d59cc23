import '../ui/styles/ways.css'
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LanguageSwitch } from '../i18n/LanguageSwitch'
import { useCell } from '../sync/cell'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'
import { Waiting } from '../ui/Waiting'
import { AuthenticatorForm } from './AuthenticatorForm'
import { watchIdle } from './idle'
import { PasskeyForm } from './PasskeyForm'
import { PasswordForm } from './PasswordForm'
import { canUsePasskeys } from './passkey'
import { RecoveryCodes } from './RecoveryCodes'
import { useMe } from './session'
import { readAgain } from './signIn'
import { signOut } from './signOut'
import { type Secured, waysInCell } from './waysIn'

/** Stands before everything else until the account can only be opened by its owner: with a passkey, or a password and a second factor. */
export default function SecurePage() {
  const { t } = useTranslation()
  const me = useMe()
  const { value: ways, refusal } = useCell(waysInCell)
  const [codes, setCodes] = useState<string[]>()
  const out = useAct(() => signOut())
  useEffect(() => watchIdle(), [])
  // The codes come only this once, so the rest of the page waits for the person to have kept them.
  const secured = async ({ recoveryCodes }: Secured) => {
    if (recoveryCodes?.length) setCodes(recoveryCodes)
    else await readAgain()
  }

  if (codes) {
    return (
      <main className="lonely ways">
        <h1>{t('secure.done')}</h1>
        <RecoveryCodes codes={codes} done={readAgain} />
      </main>
    )
  }
  const withKey = ways?.passkeysPossible === true && canUsePasskeys()
  const otherWay = ways && (
    <div className="stack">
      {ways.password ? (
        <>
          <p>{t('secure.thenApp')}</p>
          <AuthenticatorForm made={secured} />
        </>
      ) : (
        <>
          <p>{t('secure.firstPassword')}</p>
          <PasswordForm />
        </>
      )}
    </div>
  )
  return (
    <main className="lonely ways" data-testid="amankan">
      <h1>{t('secure.title')}</h1>
      <p className="muted">{t('secure.who', { name: me.name })}</p>
      <p>{t('secure.why')}</p>
      {!ways && <Waiting rows={3} refusal={refusal} />}
      {withKey && (
        <>
          <p className="muted">{t('secure.key')}</p>
          <PasskeyForm made={secured} />
          <details className="fold" data-testid="amankan-lain">
            <summary>{t('secure.otherWay')}</summary>
            {otherWay}
          </details>
        </>
      )}
      {ways && !withKey && (
        <>
          <p className="muted">{t('secure.noKeys')}</p>
          {otherWay}
        </>
      )}
      <Refused refusal={out.refusal} />
      <Button
        variant="subtle"
        size="lg"
        loading={out.busy}
        onClick={() => void out.run()}
        data-testid="keluar"
      >
        {t('more.signOut')}
      </Button>
      <LanguageSwitch />
    </main>
  )
}
