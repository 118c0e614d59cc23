import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNames } from '../agencies/useNames'
import type { Alert } from '../connection/contract'
import { useMe } from '../session/session'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'
import { delegateObligation } from './delegateObligation'
import { fieldError } from './fieldErrors'
import { delegable } from './obligations'

/** Offers what my agency owes to another one: to whom, and why. My agency keeps owing until they accept. */
export function DelegateForm({ alert, done }: { alert: Alert; done: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const { organisation } = useNames()
  const [agency, setAgency] = useState('')
  const [reason, setReason] = useState('')
  const act = useAct((key, to: string, why: string) => delegateObligation(key, alert.id, to, why))
  const offered = delegable(alert, me.agency.code, organisation?.agencies ?? [])

  return (
    <form
      className="stack"
      onSubmit={async (e) => {
        e.preventDefault()
        if (agency && reason.trim() && (await act.run(agency, reason.trim()))) done()
      }}
    >
      <Refused refusal={act.refusal} notSent />
      <p className="small muted form-help">{t('delegate.help')}</p>
      <NativeSelect
        label={t('delegate.to')}
        size="md"
        autoFocus
        value={agency}
        onChange={(e) => setAgency(e.currentTarget.value)}
        error={fieldError(act.refusal, 'agency')}
        data={[
          { value: '', label: t('delegate.choose') },
          ...offered.map((a) => ({ value: a.code, label: a.name })),
        ]}
        data-testid="alihkan-ke"
      />
      <Textarea
        label={t('reason.label')}
        description={t('report.noNames')}
        rows={2}
        size="md"
        value={reason}
        error={fieldError(act.refusal, 'reason')}
        onChange={(e) => setReason(e.currentTarget.value)}
        data-testid="alihkan-alasan"
      />
      <div className="row">
        <Button
          type="submit"
          loading={act.busy}
          disabled={!agency || !reason.trim()}
          data-testid="alihkan-kirim"
        >
          {t('delegate.go')}
        </Button>
        <Button type="button" variant="default" onClick={done}>
          {t('reason.back')}
        </Button>
      </div>
    </form>
  )
}
