import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldError } from '../alerts/fieldErrors'
import { FreshRefused } from './FreshRefused'
import { addPasskey } from './passkeys'
import { useFreshAct } from './useFreshAct'
import type { Secured } from './waysIn'

/** Names a new passkey and makes it. */
export function PasskeyForm({ made }: { made: (secured: Secured) => unknown }) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const act = useFreshAct(async (_, called: string) => {
    const secured = await addPasskey(called)
    setName('')
    await made(secured)
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void act.run(name.trim() || t('keys.unnamed'))
  }
  return (
    <div className="stack">
      <form onSubmit={submit} className="stack" aria-label={t('keys.make')}>
        <TextInput
          label={t('keys.name')}
          description={t('keys.nameHelp')}
          autoComplete="off"
          size="md"
          maxLength={60}
          value={name}
          error={fieldError(act.refusal, 'name')}
          onChange={(e) => setName(e.currentTarget.value)}
          data-testid="kunci-nama"
        />
        <Button type="submit" size="lg" loading={act.busy} data-testid="kunci-buat">
          {t('keys.make')}
        </Button>
      </form>
      <FreshRefused act={act} />
    </div>
  )
}
