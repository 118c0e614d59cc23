import { Button, PasswordInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldError } from '../alerts/fieldErrors'
import { FreshRefused } from './FreshRefused'
import { setPassword } from './setPassword'
import { useFreshAct } from './useFreshAct'

interface PasswordFormProps {
  /** The account has a password, which is asked for first. */
  another?: boolean
  saved?: () => void
}

/** Sets a password, or another one. */
export function PasswordForm({ another, saved }: PasswordFormProps) {
  const { t } = useTranslation()
  const [current, setCurrent] = useState('')
  const [password, setWritten] = useState('')
  const act = useFreshAct(async (_, chosen: string, before?: string) => {
    await setPassword(chosen, before)
    setCurrent('')
    setWritten('')
    saved?.()
  })
  const wrong = fieldError(act.refusal, 'password')
  const notCurrent = fieldError(act.refusal, 'current')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void act.run(password, another ? current : undefined)
  }
  return (
    <div className="stack">
      <form onSubmit={submit} className="stack" aria-label={t('password.set')}>
        {another && (
          <PasswordInput
            label={t('password.current')}
            name="currentPassword"
            autoComplete="current-password"
            size="md"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
            value={current}
            error={notCurrent}
            onChange={(e) => setCurrent(e.currentTarget.value)}
            data-testid="sandi-sekarang"
          />
        )}
        <PasswordInput
          label={t('password.new')}
          description={t('password.help')}
          name="newPassword"
          autoComplete="new-password"
          size="md"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
          value={password}
          error={wrong}
          onChange={(e) => setWritten(e.currentTarget.value)}
          data-testid="sandi-baru"
        />
        <Button type="submit" size="lg" variant="default" loading={act.busy} data-testid="sandi-simpan">
          {t('password.save')}
        </Button>
      </form>
      {!wrong && !notCurrent && <FreshRefused act={act} />}
    </div>
  )
}
