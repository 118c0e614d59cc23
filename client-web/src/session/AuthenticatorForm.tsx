import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldError } from '../alerts/fieldErrors'
import { CopyButton } from '../ui/CopyButton'
import { beginAuthenticator, confirmAuthenticator, type NewAuthenticator } from './authenticator'
import { CodeField } from './CodeField'
import { FreshRefused } from './FreshRefused'
import { useFreshAct } from './useFreshAct'
import type { Secured } from './waysIn'

/** Sets up an authenticator app: its picture or secret first, then the code that proves the app has it. */
export function AuthenticatorForm({ made }: { made: (secured: Secured) => unknown }) {
  const { t } = useTranslation()
  const [begun, setBegun] = useState<NewAuthenticator>()
  const [code, setCode] = useState('')
  const begin = useFreshAct(async () => setBegun(await beginAuthenticator()))
  const confirm = useFreshAct(async (_, token: string, typed: string) => {
    const secured = await confirmAuthenticator(token, typed)
    setBegun(undefined)
    setCode('')
    await made(secured)
  })
  const wrong = fieldError(confirm.refusal, 'code')

  if (!begun) {
    return (
      <div className="stack">
        <Button
          size="lg"
          variant="default"
          loading={begin.busy}
          onClick={() => void begin.run()}
          data-testid="autentikator-pasang"
        >
          {t('authenticator.begin')}
        </Button>
        <FreshRefused act={begin} />
      </div>
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void confirm.run(begun.token, code.trim())
  }
  return (
    <div className="stack">
      <p>{t('authenticator.scan')}</p>
      <img className="scan" src={begun.picture} alt={t('authenticator.picture')} width={200} height={200} />
      <a href={begun.address} className="tall-link">
        {t('authenticator.open')}
      </a>
      <p>
        {t('authenticator.secret')} <code data-testid="autentikator-rahasia">{begun.secret}</code>
      </p>
      <div className="row">
        <CopyButton text={begun.secret} testId="autentikator-salin" />
      </div>
      <form onSubmit={submit} className="stack" aria-label={t('authenticator.confirm')}>
        <CodeField value={code} change={setCode} error={wrong} onlyApp />
        <Button type="submit" size="lg" loading={confirm.busy} data-testid="autentikator-simpan">
          {t('authenticator.confirm')}
        </Button>
      </form>
      {!wrong && <FreshRefused act={confirm} />}
    </div>
  )
}
