import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { shortTime } from '../ui/time'
import { FreshRefused } from './FreshRefused'
import { PasskeyForm } from './PasskeyForm'
import { canUsePasskeys } from './passkey'
import { removePasskey } from './passkeys'
import { useFreshAct } from './useFreshAct'
import type { Passkey, Secured, WaysIn } from './waysIn'

/** What the parts of the account's security share: the ways in as they are, and what to do with the first codes. */
export interface WaysPartProps {
  ways: WaysIn
  made: (secured: Secured) => void
}

/** My passkeys; a further one for each device is better than none when the first is lost. */
export function PasskeysPart({ ways, made }: WaysPartProps) {
  const { t } = useTranslation()
  const [adding, setAdding] = useState(false)
  const possible = ways.passkeysPossible && canUsePasskeys()
  return (
    <section aria-labelledby="keys-title" className="stack">
      <h3 id="keys-title">{t('keys.title')}</h3>
      <p className="muted small">{t(possible ? 'keys.what' : 'keys.notHere')}</p>
      <ul className="members">
        {ways.passkeys.map((key) => (
          <KeyRow key={key.id} passkey={key} />
        ))}
      </ul>
      {possible && !adding && (
        <div>
          <Button variant="default" size="lg" onClick={() => setAdding(true)} data-testid="kunci-tambah">
            {t('keys.add')}
          </Button>
        </div>
      )}
      {possible && adding && (
        <PasskeyForm
          made={(secured) => {
            setAdding(false)
            made(secured)
          }}
        />
      )}
    </section>
  )
}

function KeyRow({ passkey }: { passkey: Passkey }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const act = useFreshAct(() => removePasskey(passkey.id))
  return (
    <li data-testid={`kunci-${passkey.id}`}>
      <div className="row">
        <span>
          {passkey.name}
          <br />
          <span className="muted small">{t('keys.since', { time: shortTime(passkey.createdAt) })}</span>
        </span>
        {!asking && (
          <button
            type="button"
            className="word-button push"
            aria-label={t('keys.removeName', { name: passkey.name })}
            onClick={() => setAsking(true)}
          >
            {t('keys.remove')}
          </button>
        )}
      </div>
      {asking && (
        <div className="stack">
          <p>{t('keys.removeAsk', { name: passkey.name })}</p>
          <div className="row">
            <Button color="red.9" loading={act.busy} onClick={() => void act.run()} data-testid="kunci-hapus">
              {t('keys.removeGo')}
            </Button>
            <Button variant="default" onClick={() => setAsking(false)}>
              {t('reason.back')}
            </Button>
          </div>
          <FreshRefused act={act} />
        </div>
      )}
    </li>
  )
}
