import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useNames } from '../agencies/useNames'
import { Age } from '../ui/Age'
import { Icon } from '../ui/Icon'
import { clockTime } from '../ui/time'
import {
  isUnreached,
  type Preview,
  type PreviewObligation,
  type PreviewStep,
  previewOrder,
  type SimilarAlert,
} from './previewAlert'

/** Before sending: what resembles it already, who is asked and when, and where nobody would be reached. */
export function PreviewPart({ preview }: { preview: Preview }) {
  const { t } = useTranslation()
  // Where nobody is on duty stands in red at the agency itself.
  const notes = [...preview.gaps, ...preview.warnings].filter((note) => note.code !== 'nobody_on_duty')
  return (
    <div className="stack" data-testid="pratinjau">
      {preview.similar.length > 0 && <SimilarNote similar={preview.similar} />}
      {notes.length > 0 && (
        <ul className="notice notice-red notes" data-testid="pratinjau-celah">
          {notes.map((note) => (
            <li key={`${note.field} ${note.code} ${note.sentence}`}>{note.sentence}</li>
          ))}
        </ul>
      )}
      <ul className="preview" aria-label={t('send.who')}>
        {previewOrder(preview.obligations).map((o) => (
          <Asked key={o.agency} obligation={o} />
        ))}
      </ul>
    </div>
  )
}

function Asked({ obligation: o }: { obligation: PreviewObligation }) {
  const { t } = useTranslation()
  const unreached = isUnreached(o)
  // At once, and wherever nobody is: the rest is read by whoever wants to.
  const [first, ...later] = o.steps
  const shown = [...(first ? [first] : []), ...later.filter((step) => step.gap)]
  const folded = later.filter((step) => !step.gap)
  return (
    <li
      className={unreached ? 'preview-agency preview-gap' : 'preview-agency'}
      data-testid={`pratinjau-${o.agency}`}
      data-gap={unreached}
    >
      <p>
        <strong>{o.name}</strong>
        {o.lead && <span className="tag">{t('grid.lead')}</span>}
      </p>
      {!o.canAnswer && (
        <p className="due-late small">
          <Icon name="warning" size={16} /> {t('preview.cannotAnswer')}
        </p>
      )}
      <Steps steps={shown} agency={o.agency} />
      {folded.length > 0 && (
        <details className="small">
          <summary className="muted">
            {t('preview.later', { time: o.dueAt ? clockTime(o.dueAt) : '' })}
          </summary>
          <Steps steps={folded} agency={o.agency} />
        </details>
      )}
    </li>
  )
}

function Steps({ steps, agency }: { steps: PreviewStep[]; agency: string }) {
  return (
    <ol>
      {steps.map((step) => (
        <Step key={step.level} step={step} agency={agency} />
      ))}
    </ol>
  )
}

function Step({ step, agency }: { step: PreviewStep; agency: string }) {
  const { t } = useTranslation()
  const names = useNames()
  const people = step.people.map(
    (p) => `${p.name}, ${p.position}${p.agency === agency ? '' : ` (${names.agency(p.agency)})`}`,
  )
  return (
    <li className={step.gap ? 'small preview-step due-late' : 'small preview-step'}>
      <span className="figures">{clockTime(step.at)}</span>
      <span>{step.gap ? t('preview.gap', { role: t(`asks.${step.level}`) }) : people.join('; ')}</span>
    </li>
  )
}

function SimilarNote({ similar }: { similar: SimilarAlert[] }) {
  const { t } = useTranslation()
  const names = useNames()
  return (
    <section className="notice notice-blue" data-testid="serupa">
      <div>
        <strong>{t('similar.title', { count: similar.length })}</strong>
        <ul>
          {similar.map((s) => (
            <li key={s.id}>
              <Link href={`/peringatan/${s.id}`}>{s.headline}</Link>{' '}
              <span className="small muted">
                <Age at={s.postedAt} /> · {names.caseType(s.caseType)} ·{' '}
                {s.regionName || names.region(s.regionCode)} · {t(`alertState.${s.state}`)}
              </span>
            </li>
          ))}
        </ul>
        <p className="small">{t('similar.what')}</p>
      </div>
    </section>
  )
}
