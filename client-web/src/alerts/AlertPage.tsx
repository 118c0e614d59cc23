import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Alert } from '../connection/contract'
import { ExhaustedField } from '../escalations/ExhaustedField'
import { useOutbox } from '../outbox/ownOutbox'
import { useMe } from '../session/session'
import { useCell } from '../sync/cell'
import { Icon } from '../ui/Icon'
import { StaleNote, Waiting } from '../ui/Waiting'
import { AlertFacts } from './AlertFacts'
import { AnswerBar } from './AnswerBar'
import { alertCells } from './alertStore'
import { ChangedNote } from './ChangedNote'
import { CloseActions } from './CloseActions'
import { DrillBand, LevelMark } from './LevelMark'
import { MessageBox } from './MessageBox'
import { ObligationGrid } from './ObligationGrid'
import { OfferBar } from './OfferBar'
import { threadOf, unreadThread } from './ownWords'
import { ReachedPart } from './ReachedPart'
import { seeAlert } from './seeAlert'
import { Thread } from './Thread'
import { Timeline } from './Timeline'
import { UnsentWords } from './UnsentWords'
import { Withdrawn } from './Withdrawn'

/** One alert: what it is, who has answered, what was said, and how to answer. */
export function AlertPage({ id }: { id: string }) {
  const { t } = useTranslation()
  const { value: alert, refusal, readAt, withdrawn } = useCell(alertCells.of(id))
  const version = alert?.version

  useEffect(() => {
    if (version !== undefined) void seeAlert(id, version)
  }, [id, version])

  return (
    <article className="alert">
      <Link href={`/peringatan${location.search}`} className="back">
        <Icon name="back" /> {t('alert.back')}
      </Link>
      {!alert && withdrawn && <Withdrawn />}
      {!alert && !withdrawn && (
        <>
          <Waiting rows={5} refusal={refusal} />
          {refusal?.retryable && <UnreadThread id={id} />}
          {refusal?.status === 404 && <p className="muted">{t('alert.notFoundHelp')}</p>}
        </>
      )}
      {alert && (
        <>
          <StaleNote readAt={readAt} refusal={refusal} />
          <AlertBody alert={alert} />
        </>
      )}
    </article>
  )
}

// Without a line the alert cannot be read, but written to; the server decides whether it may be.
function UnreadThread({ id }: { id: string }) {
  const me = useMe()
  const own = useOutbox(me.id).items.filter((i) => i.alert === id && i.kind !== 'acknowledge')
  return (
    <>
      <ol className="log">
        {own.map((item) => (
          <UnsentWords key={item.key} item={item} />
        ))}
      </ol>
      <MessageBox thread={unreadThread(id)} />
    </>
  )
}

function AlertBody({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  return (
    <>
      <DrillBand status={alert.status} />
      <header className="alert-head">
        <div className="row">
          <LevelMark level={alert.level} />
          <span className="small muted">{t(`alertState.${alert.state}`)}</span>
        </div>
        <h2>{alert.headline}</h2>
      </header>
      <ChangedNote alert={alert} />
      <ExhaustedField alert={alert} />
      <AlertFacts alert={alert} />
      <ObligationGrid alert={alert} />
      <ReachedPart alert={alert} />
      <Thread alert={alert} />
      {alert.mayMessage && <MessageBox thread={threadOf(alert)} mayProgress={alert.mayProgress} />}
      <CloseActions alert={alert} />
      <Timeline alert={alert} />
      <OfferBar alert={alert} />
      <AnswerBar alert={alert} />
    </>
  )
}
