import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { AuthenticatorForm } from './AuthenticatorForm'
import { removeAuthenticator } from './authenticator'
import { FreshRefused } from './FreshRefused'
import type { WaysPartProps } from './PasskeysPart'
import { useFreshAct } from './useFreshAct'

/** The authenticator app beside the password. */
export function AuthenticatorPart({ ways, made }: WaysPartProps) {
  const { t } = useTranslation()
  const remove = useFreshAct(() => removeAuthenticator())
  return (
    <section aria-labelledby="authenticator-title" className="stack">
      <h3 id="authenticator-title">{t('authenticator.title')}</h3>
      <p className="muted small">
        {t(
          ways.authenticator
            ? 'authenticator.on'
            : ways.password
              ? 'authenticator.off'
              : 'authenticator.needsPassword',
        )}
      </p>
      {ways.authenticator && (
        <div>
          <Button
            variant="default"
            size="lg"
            loading={remove.busy}
            onClick={() => void remove.run()}
            data-testid="autentikator-lepas"
          >
            {t('authenticator.remove')}
          </Button>
        </div>
      )}
      <FreshRefused act={remove} />
      {!ways.authenticator && ways.password && <AuthenticatorForm made={made} />}
    </section>
  )
}
