import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { useNames } from '../agencies/useNames'
import type { Alert, Organisation } from '../connection/contract'
import { useCell } from '../sync/cell'
import { announce } from '../ui/announce'
import { Icon } from '../ui/Icon'
import { useAct } from '../ui/useAct'
import { Waiting } from '../ui/Waiting'
import { carryOver, changesIn, draftOf } from './alertDraft'
import { alertCells } from './alertStore'
import type { Draft } from './draft'
import { DrillBand } from './LevelMark'
import { UpdateFields } from './UpdateFields'
import { UpdateSend } from './UpdateSend'
import { type AlertUpdate, updateAlert } from './updateAlert'
import { Withdrawn } from './Withdrawn'

/** Changing an alert: a place of its own with the fields it was posted with. */
export default function UpdatePage({ id }: { id: string }) {
  const { t } = useTranslation()
  const { value: alert, refusal, withdrawn } = useCell(alertCells.of(id))
  const { organisation } = useNames()
  return (
    <article className="alert">
      <Link href={`/peringatan/${id}${location.search}`} className="back back-always">
        <Icon name="back" /> {t('update.back')}
      </Link>
      {!alert && withdrawn && <Withdrawn />}
      {!withdrawn && (!alert || !organisation) && <Waiting rows={5} refusal={refusal} />}
      {alert && organisation && !alert.mayUpdate && <p className="muted">{t('update.notYours')}</p>}
      {alert && organisation && alert.mayUpdate && <UpdateForm alert={alert} organisation={organisation} />}
    </article>
  )
}

function UpdateForm({ alert, organisation }: { alert: Alert; organisation: Organisation }) {
  const { t } = useTranslation()
  const [, go] = useLocation()
  // What the author has read: it is for this version that the change is sent.
  const [base, setBase] = useState(alert)
  const [draft, setDraft] = useState<Draft>(() => draftOf(alert, organisation))
  const [correction, setCorrection] = useState(false)
  const changes = changesIn(base, organisation, draft)
  const act = useAct(async (key, update: AlertUpdate) => {
    const answer = await updateAlert(key, alert.id, update)
    if (answer.warnings?.length) announce(answer.warnings.map((w) => w.sentence).join(' '))
  })
  const takeNewest = (): void => {
    act.clear()
    setDraft(carryOver(draftOf(base, organisation), draft, draftOf(alert, organisation)))
    setBase(alert)
  }

  return (
    <form
      className="stack update"
      noValidate
      onSubmit={async (e) => {
        e.preventDefault()
        const update = { version: base.version, changes, ...(correction ? { correction } : {}) }
        if (await act.run(update)) go(`/peringatan/${alert.id}${location.search}`)
      }}
    >
      <DrillBand status={alert.status} />
      <h2>{t('update.title')}</h2>
      {alert.version !== base.version && (
        <div className="notice notice-amber" role="alert">
          <div className="stack">
            <p>{t('update.overtaken', { version: alert.version })}</p>
            <div>
              <button type="button" className="word-button" onClick={takeNewest} data-testid="ubah-terbaru">
                {t('update.takeNewest')}
              </button>
            </div>
          </div>
        </div>
      )}
      <UpdateFields
        draft={draft}
        change={(part) => setDraft((old) => ({ ...old, ...part }))}
        alert={base}
        organisation={organisation}
        refusal={act.refusal}
      />
      <UpdateSend
        alert={base}
        changes={changes}
        correction={correction}
        setCorrection={setCorrection}
        busy={act.busy}
        refusal={act.refusal}
      />
    </form>
  )
}
