import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LanguageSwitch } from '../i18n/LanguageSwitch'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'
import { becomeFirstAdministrator } from './becomeFirstAdministrator'

// The secret stands in the fragment, which browsers never send to a server or to another site.
const pattern = /^#\/admin-pertama\/([\w.~-]+)$/

/** The one-time secret in the address, if this address is the first administrator's link. */
export const firstAdministratorToken = (): string | undefined => pattern.exec(location.hash)?.[1]

/** Where the first administrator of a fresh installation makes an account. */
export function FirstAdministratorPage() {
  const { t } = useTranslation()
  const [token] = useState(firstAdministratorToken() ?? '')
  const [name, setName] = useState('')
  const [userName, setUserName] = useState('')
  const [password, setPassword] = useState('')
  const [done, setDone] = useState(false)
  const act = useAct(async () => {
    await becomeFirstAdministrator({ token, userName: userName.trim(), name: name.trim(), password })
    setDone(true)
  })
  const errors = act.refusal?.errors ?? {}

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void act.run()
  }

  if (done) {
    return (
      <main className="lonely">
        <h1>{t('firstAdmin.done')}</h1>
        <Button size="lg" onClick={() => location.replace('/masuk')}>
          {t('signIn.go')}
        </Button>
      </main>
    )
  }
  return (
    <main className="lonely">
      <h1>{t('firstAdmin.title')}</h1>
      <p className="muted">{t('firstAdmin.what')}</p>
      <form
        onSubmit={submit}
        className="stack"
        data-testid="admin-pertama-form"
        aria-label={t('firstAdmin.title')}
      >
        <TextInput
          label={t('firstAdmin.name')}
          autoComplete="name"
          size="md"
          required
          withAsterisk={false}
          error={errors.name?.join(' ')}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
        />
        <TextInput
          label={t('signIn.userName')}
          autoComplete="username"
          autoCapitalize="none"
          size="md"
          required
          withAsterisk={false}
          error={errors.userName?.join(' ')}
          value={userName}
          onChange={(e) => setUserName(e.currentTarget.value)}
        />
        <PasswordInput
          label={t('firstAdmin.password')}
          autoComplete="new-password"
          size="md"
          required
          withAsterisk={false}
          error={errors.password?.join(' ')}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
          value={password}
          onChange={(e) => setPassword(e.currentTarget.value)}
        />
        <Refused refusal={act.refusal} />
        <Button type="submit" size="lg" loading={act.busy}>
          {t('firstAdmin.go')}
        </Button>
      </form>
      <LanguageSwitch />
    </main>
  )
}
