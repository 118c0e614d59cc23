import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WaysPartProps } from './PasskeysPart'
import { PasswordForm } from './PasswordForm'

/** My password, if I have one, and another one in its place. */
export function PasswordPart({ ways }: Pick<WaysPartProps, 'ways'>) {
  const { t } = useTranslation()
  const [writing, setWriting] = useState(false)
  const [saved, setSaved] = useState(false)
  return (
    <section aria-labelledby="password-title" className="stack">
      <h3 id="password-title">{t('password.title')}</h3>
      <p className="muted small">{t(ways.password ? 'password.on' : 'password.off')}</p>
      {writing ? (
        <PasswordForm
          another={ways.password}
          saved={() => {
            setWriting(false)
            setSaved(true)
          }}
        />
      ) : (
        <div>
          <Button
            variant="default"
            size="lg"
            onClick={() => {
              setWriting(true)
              setSaved(false)
            }}
            data-testid="sandi-ubah"
          >
            {t(ways.password ? 'password.change' : 'password.set')}
          </Button>
        </div>
      )}
      <span role="status" className="muted small">
        {saved && t('password.saved')}
      </span>
    </section>
  )
}
