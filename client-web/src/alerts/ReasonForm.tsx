import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

interface ReasonFormProps {
  help: string
  action: string
  busy: boolean
  error: string | undefined
  cancel: () => void
  submit: (reason: string) => void
}

/** Asks for a reason before something that others will want to understand later. */
export function ReasonForm({ help, action, busy, error, cancel, submit }: ReasonFormProps) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  return (
    <form
      className="stack"
      onSubmit={(e) => {
        e.preventDefault()
        if (reason.trim()) submit(reason.trim())
      }}
    >
      <Textarea
        label={t('reason.label')}
        description={help}
        required
        withAsterisk={false}
        rows={2}
        size="md"
        autoFocus
        value={reason}
        error={error}
        onChange={(e) => setReason(e.currentTarget.value)}
        data-testid="alasan"
      />
      <div className="row">
        <Button type="submit" loading={busy} disabled={!reason.trim()} data-testid="alasan-kirim">
          {action}
        </Button>
        <Button type="button" variant="default" onClick={cancel}>
          {t('reason.back')}
        </Button>
      </div>
    </form>
  )
}
