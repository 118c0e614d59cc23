import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useNames } from '../agencies/useNames'
import { usePostableChannels } from '../channels/listChannels'
import type { CaseType, Organisation } from '../connection/contract'
import { useLive } from '../connection/live'
import type { Refusal } from '../connection/refusal'
import { useOutbox } from '../outbox/ownOutbox'
import { useMe } from '../session/session'
import { Refused } from '../ui/Refused'
import { AskedGuess } from './AskedGuess'
import { type Draft, missingIn } from './draft'
import { DrillBand, LevelMark } from './LevelMark'
import { newAlert } from './newAlert'
import { PreviewPart } from './PreviewPart'
import { usePreview } from './usePreview'
import { askedBy } from './whoIsAsked'

interface SendStepProps {
  draft: Draft
  organisation: Organisation
  caseType: CaseType | undefined
  busy: boolean
  refusal: Refusal | undefined
  /** Where the facts can be changed. */
  factsAt: string
  send: () => void
}

/** The last tap: who will be asked and by when, then send. */
export function SendStep({ draft, organisation, caseType, busy, refusal, factsAt, send }: SendStepProps) {
  const { t } = useTranslation()
  const names = useNames()
  const live = useLive()
  const { keeps } = useOutbox(useMe().id)
  const channels = usePostableChannels()
  const complete = missingIn(draft, caseType).length === 0
  const { preview, refusal: foreseen } = usePreview(
    complete ? newAlert(draft, organisation, channels) : undefined,
  )
  const asked = preview ? preview.obligations.length : askedBy(organisation, draft).length
  // What sending would be refused for anyway is said before.
  const troubles = refusal ? [] : Object.values(foreseen?.errors ?? {}).flat()

  return (
    <div className="stack send">
      <DrillBand status={draft.exercise ? 'Exercise' : 'Actual'} />
      <div className="send-summary phone-only">
        <LevelMark level={draft.level} />
        <h2>{draft.headline}</h2>
        <p className="muted small">
          {names.caseType(draft.caseType)} · {names.region(draft.regionCode)}
        </p>
        <p className="narrative">{draft.narrative}</p>
        <Link href={factsAt}>{t('send.edit')}</Link>
      </div>
      <h3>{t('send.who')}</h3>
      {preview ? (
        <PreviewPart preview={preview} />
      ) : (
        <AskedGuess draft={draft} organisation={organisation} caseType={caseType} />
      )}
      {troubles.length > 0 && (
        <ul className="notice notice-red notes">
          {troubles.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {live.state === 'disconnected' && !refusal && (
        <p className="notice notice-amber">{t('send.offline')}</p>
      )}
      {!keeps && <p className="notice notice-red">{t('outbox.notKept')}</p>}
      {refusal && Object.keys(refusal.errors).length === 0 && <Refused refusal={refusal} />}
      <Button size="xl" loading={busy} onClick={send} data-testid="lapor-kirim" className="send-button">
        {asked > 0 ? t('send.go', { count: asked }) : t('send.goPlain')}
      </Button>
    </div>
  )
}
