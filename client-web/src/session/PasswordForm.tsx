import { Button, PasswordInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldError } from '../alerts/fieldErrors'
import { FreshRefused } from './FreshRefused'
import { setPassword } from './setPassword'
import { useFreshAct } from './useFreshAct'

/** Sets a password, or another one. */
export function PasswordForm({ saved }: { saved?: () => void }) {
  const { t } = useTranslation()
  const [password, setWritten] = useState('')
  const act = useFreshAct(async (_, chosen: string) => {
    await setPassword(chosen)
    setWritten('')
    saved?.()
  })
  const wrong = fieldError(act.refusal, 'password')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void act.run(password)
  }
  return (
    <div className="stack">
      <form onSubmit={submit} className="stack" aria-label={t('password.set')}>
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
      {!wrong && <FreshRefused act={act} />}
    </div>
  )
}
