import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FreshRefused } from './FreshRefused'
import type { WaysPartProps } from './PasskeysPart'
import { renewRecoveryCodes } from './renewRecoveryCodes'
import { useFreshAct } from './useFreshAct'

/** How many codes on paper are left, and new ones in their place. */
export function RecoveryPart({ ways, made }: WaysPartProps) {
  const { t } = useTranslation()
  const act = useFreshAct(async () => made(await renewRecoveryCodes()))
  return (
    <section aria-labelledby="recovery-title" className="stack">
      <h3 id="recovery-title">{t('codes.title')}</h3>
      <p className="muted small">{t('codes.left', { count: ways.recoveryCodes })}</p>
      <div>
        <Button
          variant="default"
          size="lg"
          loading={act.busy}
          onClick={() => void act.run()}
          data-testid="kode-baru"
        >
          {t('codes.renew')}
        </Button>
      </div>
      <FreshRefused act={act} />
    </section>
  )
}
