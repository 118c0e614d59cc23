import { Button, Checkbox, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LanguageSwitch } from '../i18n/LanguageSwitch'
import { Refused } from '../ui/Refused'
import { UnsentHere } from '../ui/UnsentBar'
import { useAct } from '../ui/useAct'
import { signIn } from './signIn'

/** Where a member signs in. */
export function SignInPage() {
  const { t } = useTranslation()
  const [userName, setUserName] = useState('')
  const [password, setPassword] = useState('')
  const [shared, setShared] = useState(false)
  const act = useAct(() => signIn(userName.trim(), password, shared))

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void act.run()
  }

  return (
    <main className="lonely">
      <h1>Timpora.Comms</h1>
      <p className="muted">{t('signIn.what')}</p>
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
          onChange={(e) => setUserName(e.currentTarget.value)}
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
          onChange={(e) => setPassword(e.currentTarget.value)}
        />
        <Checkbox
          label={t('signIn.shared')}
          description={t('signIn.sharedWhat')}
          size="md"
          checked={shared}
          onChange={(e) => setShared(e.currentTarget.checked)}
          data-testid="masuk-bersama"
        />
        <Refused refusal={act.refusal} />
        <Button type="submit" size="lg" loading={act.busy} data-testid="masuk">
          {t('signIn.go')}
        </Button>
      </form>
      <UnsentHere />
      <LanguageSwitch />
    </main>
  )
}
