import { useTranslation } from 'react-i18next'
import { type Names, useNames } from '../agencies/useNames'
import { useMe } from '../session/session'
import { shareOf, shareWords } from './measureWords'
import type { MeasuresBy, MeasuresGroup } from './readMeasures'
import { TimesBlock } from './TimesBlock'

/** One block per group: its times, and how often it went otherwise. */
export function MeasuresTable({ groups, by }: { groups: MeasuresGroup[]; by: MeasuresBy }) {
  const names = useNames()
  const me = useMe()
  const { t } = useTranslation()
  // Everybody looks for their own agency first.
  const isOwn = (group: MeasuresGroup): boolean => by === 'agency' && group.key === me.agency.code
  const ordered = [...groups.filter(isOwn), ...groups.filter((group) => !isOwn(group))]
  return (
    <div className="measures-groups">
      {ordered.map((group) => (
        <section key={group.key} className="measures-group" data-testid={`ukuran-${group.key}`}>
          <h3>{groupName(group.key, by, names, t)}</h3>
          <p className="small muted figures">
            {t('measures.counts', { alerts: group.alerts, obligations: group.obligations })}
          </p>
          <TimesBlock group={group} />
          <Rates group={group} />
        </section>
      ))}
    </div>
  )
}

function groupName(key: string, by: MeasuresBy, names: Names, t: (key: string) => string): string {
  if (by === 'agency') return names.agency(key)
  return by === 'caseType' ? names.caseType(key) : t(`level.${key}`)
}

function Rates({ group }: { group: MeasuresGroup }) {
  const { t } = useTranslation()
  const rates: [string, string, string?][] = group.escalated
    .filter((e) => e.level > 1)
    .map((e) => [t('measures.escalated', { role: t(`asks.${e.level}`) }), shareWords(e.share)])
  const counted: [string, number, number][] = [
    ['unreachable', group.unreachable, group.obligations],
    ['reopened', group.reopened, group.alerts],
    ['falseAlarms', group.falseAlarms, group.alerts],
  ]
  for (const [name, part, whole] of counted)
    rates.push([t(`measures.${name}`), shareWords(shareOf(part, whole)), String(part)])
  if (typeof group.handoversNotAccepted === 'number')
    rates.push([t('measures.handovers'), String(group.handoversNotAccepted)])
  return (
    <dl className="rates">
      {rates.map(([name, words, count]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="figures">
            {words}
            {count !== undefined && count !== '0' && <span className="muted small"> ({count})</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
