import { Fragment, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNames } from '../agencies/useNames'
import type { Channel, Entry } from '../connection/contract'
import { revealed } from '../sync/reveal'
import { dayName } from '../ui/time'
import { Empty, Waiting } from '../ui/Waiting'
import { channelLog } from './channelLog'
import { groupEvents } from './groupEvents'
import { isSpeech, LogLine } from './LogLine'
import { isNoise } from './noise'
import { useChannelLog } from './useChannelLog'
import { useReadMark } from './useReadMark'

/** A channel's log as people read it: day breaks, the line where the new begins, and a way to the newest. */
export function ChannelLogView({ channel }: { channel: Channel }) {
  const { t } = useTranslation()
  const names = useNames()
  const log = useChannelLog(channel.slug)
  // The line stays where it was when the channel was opened, although reading moves the mark on.
  const [readBefore] = useState(channel.read)
  const end = useRef<HTMLDivElement>(null)
  const fresh = useRef<HTMLLIElement>(null)
  const atEnd = useReadMark(channel, log, end)
  const groups = groupEvents(log.entries.filter((e) => !isNoise(e)))
  const lines = groups.map((g) => g.entry)
  const headlines = useMemo(
    () => new Map(log.entries.map((e) => [e.alertId, revealed(e, 'headline')] as const).filter(([, h]) => h)),
    [log.entries],
  )
  const headlineOf = (alert: string): string | undefined => headlines.get(alert)
  const firstNew = channel.joined ? lines.find((e) => e.seq > readBefore)?.seq : undefined

  useEffect(() => {
    if (log.loaded) (fresh.current ?? end.current)?.scrollIntoView({ block: fresh.current ? 'start' : 'end' })
  }, [log.loaded])

  if (!log.loaded) return <Waiting rows={6} refusal={log.refusal} />
  return (
    <>
      {log.before > 0 && (
        <button
          type="button"
          className="word-button"
          onClick={() => void channelLog(channel.slug).loadOlder()}
        >
          {t('channels.older')}
        </button>
      )}
      {lines.length === 0 && <Empty words={t('channels.empty')} />}
      <ol className="log" aria-label={t('channels.log')}>
        {groups.map(({ entry, others }, i) => (
          <Fragment key={entry.seq}>
            {startsDay(entry, lines[i - 1]) && entry.at && (
              <li className="day-break small">{dayName(entry.at)}</li>
            )}
            {entry.seq === firstNew && (
              <li className="new-line small" ref={fresh}>
                {t('channels.new')}
              </li>
            )}
            <LogLine
              entry={entry}
              names={names}
              headlineOf={headlineOf}
              others={others}
              follows={follows(entry, lines[i - 1])}
            />
          </Fragment>
        ))}
      </ol>
      <div ref={end} className="log-end" />
      {!atEnd && (
        <button
          type="button"
          className="word-button jump"
          onClick={() => end.current?.scrollIntoView({ block: 'end' })}
          data-testid="ke-terbaru"
        >
          {t('channels.newest')}
        </button>
      )}
    </>
  )
}

// Events of one alert in a row name it once.
const follows = (entry: Entry, before: Entry | undefined): boolean =>
  !isSpeech(entry) && entry.alertId !== undefined && entry.alertId === before?.alertId

function startsDay(entry: Entry, before: Entry | undefined): boolean {
  if (!entry.at) return false
  return !before?.at || dayName(before.at) !== dayName(entry.at)
}
