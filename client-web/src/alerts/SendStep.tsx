import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useNames } from '../agencies/useNames'
import type { CaseType, Organisation } from '../connection/contract'
import { useLive } from '../connection/live'
import type { Refusal } from '../connection/refusal'
import { useOutbox } from '../outbox/ownOutbox'
import { useMe } from '../session/session'
import { Refused } from '../ui/Refused'
import { clockTime, spanWords, useServerNow } from '../ui/time'
import type { Draft } from './draft'
import { DrillBand, LevelMark } from './LevelMark'
import { answerWithin, leadOf, unservedKinds, whoIsAsked } from './whoIsAsked'

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
  const now = useServerNow()
  const known = caseType !== undefined && draft.regionCode !== ''
  const asked = draft.regionCode
    ? whoIsAsked(organisation, draft.caseType, draft.regionCode, {
        added: draft.addAgencies,
        excluded: draft.excludeAgencies,
        victims: draft.possibleVictims,
      })
    : []
  const lead = leadOf(organisation, draft.caseType, asked)
  const gaps = known ? unservedKinds(organisation, draft.caseType, asked, draft.possibleVictims) : []
  const within = answerWithin(organisation, draft.level)

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
      {!known && <p className="muted">{t('send.unknownYet')}</p>}
      {known && asked.length === 0 && <p className="notice notice-amber">{t('send.nobody')}</p>}
      {asked.length > 0 && (
        <ul className="asked-list">
          {asked.map((agency) => (
            <li key={agency.code}>
              {agency.name}
              {agency === lead && <span className="tag">{t('grid.lead')}</span>}
            </li>
          ))}
        </ul>
      )}
      {gaps.length > 0 && (
        <p className="notice notice-red">
          {t('send.gap', { kinds: gaps.map((kind) => t(`kind.${kind}`, { defaultValue: kind })).join(', ') })}
        </p>
      )}
      {asked.length > 0 && within !== undefined && (
        <p className="muted">
          {t('send.within', { span: spanWords(within), time: clockTime(now + within) })}
        </p>
      )}
      {live.state === 'disconnected' && !refusal && (
        <p className="notice notice-amber">{t('send.offline')}</p>
      )}
      {!keeps && <p className="notice notice-red">{t('outbox.notKept')}</p>}
      {refusal && Object.keys(refusal.errors).length === 0 && <Refused refusal={refusal} />}
      <Button size="xl" loading={busy} onClick={send} data-testid="lapor-kirim" className="send-button">
        {asked.length > 0 ? t('send.go', { count: asked.length }) : t('send.goPlain')}
      </Button>
    </div>
  )
}
