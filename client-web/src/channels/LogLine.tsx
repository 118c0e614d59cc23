import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Names } from '../agencies/useNames'
import { DrillBand, LevelMark } from '../alerts/LevelMark'
import type { Entry, Level } from '../connection/contract'
import { useMe } from '../session/session'
import { fact, revealed } from '../sync/reveal'
import { clockTime } from '../ui/time'
import { useEntryWords } from './entryWords'

/** Somebody said something, as opposed to an event. */
export const isSpeech = (entry: Entry): boolean =>
  entry.kind === 'message.posted' || entry.kind === 'progress.noted'

interface LogLineProps {
  entry: Entry
  names: Names
  /** In a channel: the headline of the alert that a line belongs to. In an alert's own thread it goes without saying. */
  headlineOf?: (alert: string) => string | undefined
  /** Further agencies of which the entry says the same. */
  others?: readonly string[]
  /** The line above speaks of the same alert, so it need not be named again. */
  follows?: boolean
}

/** One line of a log as people read it: speech large, alerts as cards, events small and grey. */
export function LogLine({ entry, names, headlineOf, others, follows }: LogLineProps) {
  const words = useEntryWords()
  if (isSpeech(entry)) return <Speech entry={entry} names={names} headlineOf={headlineOf} />
  if (headlineOf && entry.kind === 'alert.posted') {
    return (
      <li className="log-alert" data-seq={entry.seq}>
        <DrillBand status={fact(entry, 'status') ?? ''} />
        <span className="row">
          <LevelMark level={(fact(entry, 'level') ?? 'Rutin') as Level} />
          <span className="small muted">
            <Time entry={entry} /> {words.of(entry, names)}
          </span>
        </span>
        <Link href={`/peringatan/${entry.alertId}`} className="alert-row-headline">
          {revealed(entry, 'headline') ?? words.tag('erased')}
        </Link>
      </li>
    )
  }
  return (
    <li className="event small muted" data-seq={entry.seq}>
      <Time entry={entry} /> {words.of(entry, names, others)}
      {!follows && <About entry={entry} headlineOf={headlineOf} />}
    </li>
  )
}

function Speech({
  entry,
  names,
  headlineOf,
}: LogLineProps & { headlineOf: LogLineProps['headlineOf'] | undefined }) {
  const words = useEntryWords()
  const me = useMe()
  const who = names.memberOf(entry.actor)
  return (
    <li className={entry.actor === me.id ? 'speech speech-mine' : 'speech'} data-seq={entry.seq}>
      <p className="speech-who small">
        <strong>{names.member(entry.actor)}</strong>
        <span className="muted">
          {who && ` · ${names.agency(who.agency)}`} <Time entry={entry} />
          <About entry={entry} headlineOf={headlineOf} />
        </span>
      </p>
      {entry.kind === 'progress.noted' && <p className="tag">{words.tag('progress')}</p>}
      <p className="speech-text">{revealed(entry, 'text') ?? words.tag('erased')}</p>
    </li>
  )
}

function Time({ entry }: { entry: Entry }) {
  if (!entry.at) return null
  return (
    <time dateTime={entry.at} className="figures">
      {clockTime(entry.at)}
    </time>
  )
}

function About({ entry, headlineOf }: { entry: Entry; headlineOf: LogLineProps['headlineOf'] | undefined }) {
  const { t } = useTranslation()
  if (!headlineOf || !entry.alertId) return null
  return (
    <>
      {' · '}
      <Link href={`/peringatan/${entry.alertId}`}>
        {headlineOf(entry.alertId) ?? t('channels.openAlert')}
      </Link>
    </>
  )
}
