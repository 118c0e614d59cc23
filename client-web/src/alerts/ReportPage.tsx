import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useNames } from '../agencies/useNames'
import { channelsCell } from '../channels/listChannels'
import { useMe } from '../session/session'
import { useCell } from '../sync/cell'
import { announce } from '../ui/announce'
import { useAct } from '../ui/useAct'
import { Waiting } from '../ui/Waiting'
import { CaseTypeStep } from './CaseTypeStep'
import { chooseChannel } from './chooseChannel'
import { alertFrom, chooseCaseType, missingIn } from './draft'
import { FactsStep } from './FactsStep'
import { postAlert } from './postAlert'
import { SendStep } from './SendStep'
import { useDraft } from './useDraft'

/** Posting an alert: three steps on a phone, one screen together on a desktop; every step has an address. */
export function ReportPage({ step }: { step: string }) {
  const { t } = useTranslation()
  const me = useMe()
  const [, go] = useLocation()
  const { organisation } = useNames()
  const channels = useCell(channelsCell).value
  const kept = useDraft(me.id)
  const { draft } = kept
  const [touched, setTouched] = useState(false)
  const caseType = organisation?.caseTypes.find((c) => c.code === draft.caseType)
  const missing = missingIn(draft, caseType)
  const ready = kept.ready && organisation !== undefined
  const shown = ready && !caseType ? 'jenis' : step

  const act = useAct(async () => {
    if (!organisation) return
    const alert = alertFrom(draft, organisation)
    const body = {
      ...alert,
      channel: draft.channel || chooseChannel(channels ?? [], alert.channel, draft.regionCode, organisation),
    }
    const posted = await postAlert(await kept.keyFor(JSON.stringify(body)), body)
    await kept.clear()
    go(`/peringatan/${posted.id}`, { replace: true })
    if (posted.warnings?.length) announce(posted.warnings.map((w) => w.sentence).join(' '))
  })

  // What the server refused stands at its field, so the person is led to the fields.
  const refusedFields = act.refusal !== undefined && Object.keys(act.refusal.errors).length > 0
  useEffect(() => {
    if (refusedFields) go('/lapor/isi', { replace: true })
  }, [refusedFields, go])

  const send = (): void => {
    setTouched(true)
    if (missing.length > 0) go('/lapor/isi', { replace: true })
    else void act.run()
  }

  if (!ready) return <Waiting rows={6} />
  return (
    <div className="report" data-step={shown}>
      <section className="report-step" data-for="jenis" aria-label={t('report.what')}>
        <CaseTypeStep
          caseTypes={organisation.caseTypes}
          chosen={draft.caseType}
          choose={(type) => {
            kept.replace(chooseCaseType(draft, type))
            go('/lapor/isi')
          }}
        />
      </section>
      <section className="report-step" data-for="isi" aria-label={t('report.facts')}>
        <FactsStep
          draft={draft}
          change={kept.change}
          caseType={caseType}
          organisation={organisation}
          channels={channels ?? []}
          missing={touched ? missing : []}
          refusal={act.refusal}
          next={() => {
            setTouched(true)
            if (missing.length === 0) go('/lapor/kirim')
          }}
        />
      </section>
      <section className="report-step" data-for="kirim" aria-label={t('report.send')}>
        <SendStep
          draft={draft}
          organisation={organisation}
          caseType={caseType}
          busy={act.busy}
          refusal={act.refusal}
          send={send}
        />
      </section>
    </div>
  )
}
