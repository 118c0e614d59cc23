import '../ui/styles/ways.css'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCell } from '../sync/cell'
import { Waiting } from '../ui/Waiting'
import { AuthenticatorPart } from './AuthenticatorPart'
import { PasskeysPart } from './PasskeysPart'
import { PasswordPart } from './PasswordPart'
import { RecoveryCodes } from './RecoveryCodes'
import { RecoveryPart } from './RecoveryPart'
import { type Secured, waysInCell } from './waysIn'

/** How I come in, and changing it: passkeys, authenticator, password, codes on paper. */
export function SecurityPart() {
  const { t } = useTranslation()
  const { value: ways, refusal } = useCell(waysInCell)
  const [codes, setCodes] = useState<string[]>()
  const made = ({ recoveryCodes }: Secured) => {
    if (recoveryCodes?.length) setCodes(recoveryCodes)
  }
  return (
    <section className="ways stack" aria-labelledby="security-title" data-testid="keamanan">
      <h2 id="security-title">{t('security.title')}</h2>
      {!ways && <Waiting rows={3} refusal={refusal} />}
      {codes && <RecoveryCodes codes={codes} done={() => setCodes(undefined)} />}
      {ways && !codes && (
        <>
          <PasskeysPart ways={ways} made={made} />
          <AuthenticatorPart ways={ways} made={made} />
          <PasswordPart ways={ways} />
          <RecoveryPart ways={ways} made={made} />
        </>
      )}
    </section>
  )
}
