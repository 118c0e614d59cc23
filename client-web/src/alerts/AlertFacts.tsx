import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useNames } from '../agencies/useNames'
import type { Alert } from '../connection/contract'
import { fullTime } from '../ui/time'

/** The facts of an alert in one column: what, where, when, by whom, mark. */
export function AlertFacts({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const names = useNames()
  const facts: Fact[] = [[t('facts.what'), names.caseType(alert.caseType)]]
  facts.push([t('facts.where'), <Where key="where" alert={alert} />])
  if (alert.occurredAt) facts.push([t('facts.occurred'), fullTime(alert.occurredAt)])
  facts.push([t('facts.posted'), fullTime(alert.postedAt)])
  facts.push([t('facts.by'), `${names.member(alert.poster)} · ${names.agency(alert.posterAgency)}`])
  facts.push([t('facts.victims'), t(`victims.${alert.possibleVictims}`)])
  if (alert.outcome) facts.push([t('facts.outcome'), names.outcome(alert.outcome)])
  if (alert.closedAt) facts.push([t('facts.closed'), fullTime(alert.closedAt)])

  const more: Fact[] = [[t('facts.tlp'), `TLP:${alert.tlp} · ${t(`tlp.${alert.tlp}`)}`]]
  for (const [field, value] of Object.entries(alert.details ?? {})) {
    more.push([detailName(field, t), detailWords(field, value, t)])
  }
  if (alert.exclude) {
    const who = (alert.exclude.agencies ?? [])
      .map(names.agency)
      .concat((alert.exclude.members ?? []).map(names.member))
    more.push([t('facts.excluded'), `${who.join(', ')}: ${alert.exclude.reason ?? ''}`])
  }

  return (
    <section aria-label={t('facts.label')}>
      <p className="narrative">{alert.narrative}</p>
      <FactList facts={facts} />
      <details className="more-facts">
        <summary className="small muted">{t('facts.more')}</summary>
        <FactList facts={more} />
      </details>
    </section>
  )
}

type Fact = [name: string, value: ReactNode]

function FactList({ facts }: { facts: Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

type Translate = (key: string, options?: Record<string, unknown>) => string

const known = new Set(['ground', 'acts', 'means', 'purposes'])
const detailName = (field: string, t: Translate): string => (known.has(field) ? t(`details.${field}`) : field)

function detailWords(field: string, value: unknown, t: Translate): string {
  if (Array.isArray(value)) {
    return value
      .map((v) => (known.has(field) ? t(`indicator.${field}.${v}`, { defaultValue: String(v) }) : String(v)))
      .join(', ')
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)
}

function Where({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const names = useNames()
  const place = alert.regionName || names.region(alert.regionCode)
  if (!alert.location) return <>{place}</>
  const { lat, lon, address } = alert.location
  return (
    <>
      {place}
      {address ? ` · ${address}` : ''}{' '}
      <a href={`geo:${lat},${lon}`} className="figures">
        {t('facts.point', { lat: lat.toFixed(5), lon: lon.toFixed(5) })}
      </a>
    </>
  )
}
