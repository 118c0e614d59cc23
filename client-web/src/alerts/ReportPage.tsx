import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Redirect, useLocation, useSearchParams } from 'wouter'
import { useNames } from '../agencies/useNames'
import { usePostableChannels } from '../channels/listChannels'
import { useOutbox } from '../outbox/ownOutbox'
import { useSending } from '../outbox/useSending'
import { useMe } from '../session/session'
import { announce } from '../ui/announce'
import { Waiting } from '../ui/Waiting'
import { CaseTypeStep } from './CaseTypeStep'
import { chooseCaseType, type Draft, missingIn } from './draft'
import { FactsStep } from './FactsStep'
import { newAlert } from './newAlert'
import { type PostedAlert, postAlert } from './postAlert'
import { SendStep } from './SendStep'
import { unsentAddress } from './unsentAlerts'
import { useDraft } from './useDraft'

/** Posting an alert; with `?kirim=` in the address, mending one that the server refused. */
export function ReportPage({ step }: { step: string }) {
  const me = useMe()
  const [search] = useSearchParams()
  const { items } = useOutbox(me.id)
  const place = Number(search.get('kirim') ?? Number.NaN)
  if (Number.isNaN(place)) return <Report step={step} />
  const item = items.find((i) => i.place === place)
  // Accepted or given up meanwhile, in this tab or another: there is nothing left to mend.
  if (!item?.draft) return <Redirect to={`/peringatan/${unsentAddress(place)}`} replace />
  return <Report key={place} step={step} mending={{ place, draft: item.draft as Draft }} />
}

/** Three steps on a phone, one screen together on a desktop; every step has an address. */
function Report({ step, mending }: { step: string; mending?: { place: number; draft: Draft } }) {
  const { t } = useTranslation()
  const me = useMe()
  const [, go] = useLocation()
  const { organisation } = useNames()
  const channels = usePostableChannels()
  const kept = useDraft(me.id, mending)
  const { draft } = kept
  const [touched, setTouched] = useState(false)
  const caseType = organisation?.caseTypes.find((c) => c.code === draft.caseType)
  const missing = missingIn(draft, caseType)
  const ready = kept.ready && organisation !== undefined
  const shown = ready && !caseType ? 'jenis' : step
  const stepAt = (name: string): string => `/lapor/${name}${mending ? `?kirim=${mending.place}` : ''}`

  const sending = useSending(
    me.id,
    (outbox) => {
      if (!organisation) throw new Error('Nothing is sent before the team is known.')
      const from = { draft, slot: kept.slot, mending: mending?.place }
      return postAlert(outbox, newAlert(draft, organisation, channels), from)
    },
    async (outbox, place) => {
      if (!mending) await outbox.discard(place, { slot: kept.slot, value: { draft } })
    },
  )

  // What the server refused stands at its field, so the person is led to the fields.
  const refusedFields = sending.refusal !== undefined && Object.keys(sending.refusal.errors).length > 0
  const factsAt = stepAt('isi')
  useEffect(() => {
    if (refusedFields) go(factsAt, { replace: true })
  }, [refusedFields, factsAt, go])

  const send = async (): Promise<void> => {
    setTouched(true)
    if (missing.length > 0) return go(factsAt, { replace: true })
    const { is, place, answer } = await sending.run()
    if (is === 'refused' || place < 0) return
    kept.handedOver()
    const posted = answer as PostedAlert | undefined
    go(`/peringatan/${posted?.id ?? unsentAddress(place)}`, { replace: true })
    if (posted?.warnings?.length) announce(posted.warnings.map((w) => w.sentence).join(' '))
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
            go(factsAt)
          }}
        />
      </section>
      <section className="report-step" data-for="isi" aria-label={t('report.facts')}>
        <FactsStep
          draft={draft}
          change={kept.change}
          caseType={caseType}
          organisation={organisation}
          channels={[...channels]}
          missing={touched ? missing : []}
          refusal={sending.refusal}
          next={() => {
            setTouched(true)
            if (missing.length === 0) go(stepAt('kirim'))
          }}
        />
      </section>
      <section className="report-step" data-for="kirim" aria-label={t('report.send')}>
        <SendStep
          draft={draft}
          organisation={organisation}
          caseType={caseType}
          busy={sending.busy}
          refusal={sending.refusal}
          factsAt={factsAt}
          send={() => void send()}
        />
      </section>
    </div>
  )
}
