import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Alert } from '../connection/contract'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'
import { cancelAlert } from './cancelAlert'
import { isOver } from './obligations'
import { ReasonForm } from './ReasonForm'
import { ResolveForm } from './ResolveForm'
import { reopenAlert } from './reopenAlert'

/** Changes an alert, ends it with an outcome or because it was sent in error, and takes an end back. */
export function CloseActions({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<'resolve' | 'cancel' | 'reopen'>()
  const cancel = useAct((key, reason: string) => cancelAlert(key, alert.id, reason))
  const reopen = useAct((key, reason: string) => reopenAlert(key, alert.id, reason))
  const over = isOver(alert)
  const may = over ? alert.mayReopen : alert.mayUpdate || alert.mayResolve || alert.mayCancel
  if (!may) return null

  return (
    <section className="stack close-actions" aria-label={t('close.label')}>
      {open === undefined && (
        <div className="row">
          {!over && alert.mayUpdate && (
            <Button
              component={Link}
              href={`/peringatan/${alert.id}/ubah${location.search}`}
              variant="default"
              data-testid="perbarui"
            >
              {t('close.update')}
            </Button>
          )}
          {alert.mayReopen && (
            <Button variant="default" onClick={() => setOpen('reopen')} data-testid="buka-kembali">
              {t('close.reopen')}
            </Button>
          )}
          {!over && alert.mayResolve && (
            <Button variant="default" onClick={() => setOpen('resolve')} data-testid="selesaikan">
              {t('close.resolve')}
            </Button>
          )}
          {!over && alert.mayCancel && (
            <Button variant="default" onClick={() => setOpen('cancel')} data-testid="batalkan-peringatan">
              {t('close.cancel')}
            </Button>
          )}
        </div>
      )}
      {open === 'resolve' && <ResolveForm alert={alert} done={() => setOpen(undefined)} />}
      {open === 'reopen' && (
        <>
          <Refused refusal={reopen.refusal} notSent />
          <ReasonForm
            help={t('close.reopenHelp')}
            action={t('close.reopenGo')}
            busy={reopen.busy}
            error={reopen.refusal?.errors.reason?.join(' ')}
            cancel={() => setOpen(undefined)}
            submit={async (reason) => {
              if (await reopen.run(reason)) setOpen(undefined)
            }}
          />
        </>
      )}
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
