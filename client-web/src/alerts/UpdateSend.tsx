import { Button, Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Alert } from '../connection/contract'
import type { Refusal } from '../connection/refusal'
import { Refused } from '../ui/Refused'
import { isChanged, isMaterial, touchesWords } from './alertDraft'
import { isOwed } from './obligations'
import type { AlertChanges } from './updateAlert'

interface UpdateSendProps {
  alert: Alert
  changes: AlertChanges
  correction: boolean
  setCorrection: (correction: boolean) => void
  busy: boolean
  refusal: Refusal | undefined
}

/** What the change means for everybody, said before it is sent. */
export function UpdateSend({ alert, changes, correction, setCorrection, busy, refusal }: UpdateSendProps) {
  const { t } = useTranslation()
  const changed = isChanged(changes)
  const material = isMaterial(changes, correction)
  const answered = alert.obligations.filter((o) => o.state === 'Acknowledged').length
  const asked = alert.obligations.filter((o) => isOwed(o) || o.state === 'Acknowledged').length
  return (
    <>
      {touchesWords(changes) && (
        <Checkbox
          size="md"
          label={t('update.correction')}
          description={t('update.correctionHelp')}
          checked={correction}
          onChange={(e) => setCorrection(e.currentTarget.checked)}
          data-testid="ubah-perbaikan"
        />
      )}
      {changed && (
        <p
          className={material ? 'notice notice-amber' : 'notice notice-blue'}
          data-testid="ubah-akibat"
          data-material={material}
        >
          {material ? t('update.material', { asked, answered }) : t('update.immaterial')}
        </p>
      )}
      <Refused refusal={refusal} notSent />
      <div className="row">
        <Button type="submit" size="lg" loading={busy} disabled={!changed} data-testid="ubah-kirim">
          {t(material ? 'update.goMaterial' : 'update.go')}
        </Button>
        {!changed && <span className="small muted">{t('update.nothing')}</span>}
      </div>
    </>
  )
}
