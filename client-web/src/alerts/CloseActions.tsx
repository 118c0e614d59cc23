import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Alert } from '../connection/contract'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'
import { cancelAlert } from './cancelAlert'
import { isOver } from './obligations'
import { ReasonForm } from './ReasonForm'
import { ResolveForm } from './ResolveForm'

/** Ends an alert: with an outcome, or because it was sent in error. */
export function CloseActions({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<'resolve' | 'cancel'>()
  const cancel = useAct((key, reason: string) => cancelAlert(key, alert.id, reason))
  if (isOver(alert) || !(alert.mayResolve || alert.mayCancel)) return null

  return (
    <section className="stack close-actions" aria-label={t('close.label')}>
      {open === undefined && (
        <div className="row">
          {alert.mayResolve && (
            <Button variant="default" onClick={() => setOpen('resolve')} data-testid="selesaikan">
              {t('close.resolve')}
            </Button>
          )}
          {alert.mayCancel && (
            <Button variant="default" onClick={() => setOpen('cancel')} data-testid="batalkan-peringatan">
              {t('close.cancel')}
            </Button>
          )}
        </div>
      )}
      {open === 'resolve' && <ResolveForm alert={alert} done={() => setOpen(undefined)} />}
      {open === 'cancel' && (
        <>
          <Refused refusal={cancel.refusal} notSent />
          <ReasonForm
            help={t('close.cancelHelp')}
            action={t('close.cancelGo')}
            busy={cancel.busy}
            error={cancel.refusal?.errors.reason?.join(' ')}
            cancel={() => setOpen(undefined)}
            submit={async (reason) => {
              if (await cancel.run(reason)) setOpen(undefined)
            }}
          />
        </>
      )}
    </section>
  )
}
