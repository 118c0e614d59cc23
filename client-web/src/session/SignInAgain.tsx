import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me } from '../connection/contract'
import { recall } from '../storage/device'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'
import { CodeField } from './CodeField'
import { canUsePasskeys } from './passkey'
import { useMe } from './session'
import { signIn, signInWithPasskey } from './signIn'

interface SignInAgainProps {
  busy: boolean
  done: () => void
  back: () => void
}

/** Signing in once more without leaving the place, with a passkey or with the password. */
export function SignInAgain({ busy, done, back }: SignInAgainProps) {
  const { t } = useTranslation()
  const me = useMe()
  const [userName, setUserName] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  const again = useAct(async (_, way: (sharedDevice: boolean) => Promise<Me>) => {
    const who = await way((await recall<boolean>('sharedDevice')) === true)
    // Somebody else has signed in: what was to be done was not theirs to do.
    if (who.id === me.id) done()
  })
  const asksCode = again.refusal?.code === 'code_required' || code !== ''

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void again.run((shared) => signIn(userName.trim(), password, shared, code.trim()))
  }

  return (
    <section className="notice notice-blue asks-again" aria-labelledby="again-title" data-testid="masuk-lagi">
      <div className="stack">
        <h3 id="again-title" ref={title} tabIndex={-1}>
          {t('again.title')}
        </h3>
        <p className="small">{t('again.what')}</p>
        {canUsePasskeys() && (
          <Button
            size="lg"
            loading={again.busy || busy}
            onClick={() => void again.run(signInWithPasskey)}
            data-testid="masuk-lagi-kunci"
          >
            {t('signIn.passkey')}
          </Button>
        )}
        <form onSubmit={submit} className="stack" aria-label={t('again.title')}>
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
          {asksCode && <CodeField value={code} change={setCode} />}
          {again.refusal?.code !== 'code_required' && <Refused refusal={again.refusal} />}
          <div className="row">
            <Button
              type="submit"
              variant="default"
              loading={again.busy || busy}
              data-testid="masuk-lagi-sandi"
            >
              {t('again.go')}
            </Button>
            <Button variant="subtle" onClick={back}>
              {t('reason.back')}
            </Button>
          </div>
        </form>
      </div>
    </section>
  )
}
