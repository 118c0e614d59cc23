import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNames } from '../agencies/useNames'
import type { Alert } from '../connection/contract'
import { serverNow } from '../connection/serverClock'
import { useMe } from '../session/session'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'
import { needsScreening, outcomesFor, type Resolution, resolveAlert } from './resolveAlert'
import { noScreening, type ScreeningDraft, ScreeningFields, screeningFrom } from './ScreeningFields'

/** Asks how the alert ended and, while there may be victims, for the screening that protects them. */
export function ResolveForm({ alert, done }: { alert: Alert; done: () => void }) {
  const { t, i18n } = useTranslation()
  const { organisation } = useNames()
  const language = i18n.language === 'en' ? 'en' : 'id'
  const [outcome, setOutcome] = useState('')
  const [screening, setScreening] = useState<ScreeningDraft>(noScreening(useMe().id))
  const [note, setNote] = useState('')
  const act = useAct((key, resolution: Resolution) => resolveAlert(key, alert.id, resolution))
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: organisation?.timeZone }).format(serverNow())
  const outcomes = outcomesFor(organisation?.outcomes ?? [], alert.caseType, today)
  const screened = needsScreening(
    alert,
    outcomes.find((o) => o.code === outcome),
    organisation?.caseTypes.find((c) => c.code === alert.caseType),
  )
  const found = screened ? screeningFrom(screening) : undefined
  const errors = act.refusal?.errors ?? {}

  const submit = async (): Promise<void> => {
    const done_ = await act.run({
      outcome,
      ...(found ? { screening: found } : {}),
      ...(note.trim() ? { note: note.trim() } : {}),
    })
    if (done_) done()
  }

  return (
    <form
      className="stack"
      onSubmit={(e) => {
        e.preventDefault()
        void submit()
      }}
    >
      <NativeSelect
        label={t('resolve.outcome')}
        size="md"
        required
        withAsterisk={false}
        value={outcome}
        onChange={(e) => setOutcome(e.currentTarget.value)}
        error={errors.outcome?.join(' ')}
        data={[
          { value: '', label: t('resolve.choose') },
          ...outcomes.map((o) => ({ value: o.code, label: o.name[language] })),
        ]}
        data-testid="hasil"
      />
      {screened && (
        <ScreeningFields
          draft={screening}
          change={(part) => setScreening({ ...screening, ...part })}
          agencies={alert.obligations.map((o) => o.agency)}
          refusal={act.refusal}
        />
      )}
      <Textarea
        label={t('resolve.note')}
        size="md"
        rows={2}
        value={note}
        onChange={(e) => setNote(e.currentTarget.value)}
        error={errors.note?.join(' ')}
      />
      <Refused refusal={act.refusal} notSent />
      <div className="row">
        <Button
          type="submit"
          loading={act.busy}
          disabled={!outcome || (screened && !found)}
          data-testid="selesaikan-kirim"
        >
          {t('resolve.go')}
        </Button>
        <Button type="button" variant="default" onClick={done}>
          {t('reason.back')}
        </Button>
      </div>
    </form>
  )
}
