import { Button, Checkbox, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { asRefusal } from '../connection/refusal'
import { LanguageSwitch } from '../i18n/LanguageSwitch'
import { Refused } from '../ui/Refused'
import { UnsentHere } from '../ui/UnsentBar'
import { useAct } from '../ui/useAct'
import { CodeField } from './CodeField'
import { canUsePasskeys } from './passkey'
import { signIn, signInWithPasskey } from './signIn'

/** Where a member signs in: with a passkey, or with a password and, where the account asks for it, a code. */
export function SignInPage() {
  const { t } = useTranslation()
  const [userName, setUserName] = useState('')
  const [password, setPassword] = useState('')
  const [shared, setShared] = useState(false)
  const [code, setCode] = useState<string>()
  const withKey = useAct(() => signInWithPasskey(shared))
  const act = useAct(async () => {
    try {
      await signIn(userName.trim(), password, shared, code?.trim())
    } catch (cause) {
      if (asRefusal(cause).code !== 'code_required') throw cause
      setCode((typed) => typed ?? '')
    }
  })
  const keyPossible = canUsePasskeys() && withKey.refusal?.code !== 'passkey_impossible'

  const submit = (event: FormEvent) => {
    event.preventDefault()
    withKey.clear()
    void act.run()
  }
  // Another account may not ask for a code.
  const typed = (set: (value: string) => void) => (event: { currentTarget: { value: string } }) => {
    set(event.currentTarget.value)
    setCode(undefined)
  }

  return (
    <main className="lonely">
      <h1>Timpora.Comms</h1>
      <p className="muted">{t('signIn.what')}</p>
      {keyPossible && (
        <Button
          size="lg"
          loading={withKey.busy}
          onClick={() => {
            act.clear()
            void withKey.run()
          }}
          data-testid="masuk-kunci"
        >
          {t('signIn.passkey')}
        </Button>
      )}
      <Refused refusal={withKey.refusal} />
      {keyPossible && <p className="muted">{t('signIn.orPassword')}</p>}
      <form onSubmit={submit} data-testid="masuk-form" aria-label={t('signIn.title')} className="stack">
        <TextInput
          label={t('signIn.userName')}
          name="userName"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          size="md"
          required
          withAsterisk={false}
          value={userName}
          onChange={typed(setUserName)}
        />
        <PasswordInput
          label={t('signIn.password')}
          name="password"
          autoComplete="current-password"
          size="md"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
          value={password}
          onChange={typed(setPassword)}
        />
        {code !== undefined && <CodeField value={code} change={setCode} />}
        <Checkbox
          label={t('signIn.shared')}
          description={t('signIn.sharedWhat')}
          size="md"
          checked={shared}
          onChange={(e) => setShared(e.currentTarget.checked)}
          data-testid="masuk-bersama"
        />
        <Refused refusal={act.refusal} />
        <Button
          type="submit"
          size="lg"
          {...(keyPossible ? { variant: 'default' } : {})}
          loading={act.busy}
          data-testid="masuk"
        >
          {t('signIn.go')}
        </Button>
      </form>
      <Link href="/masuk/pulih" className="tall-link" data-testid="masuk-pulih">
        {t('signIn.lost')}
      </Link>
      <UnsentHere />
      <LanguageSwitch />
    </main>
  )
}
