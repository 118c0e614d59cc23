import { useEffect, useSyncExternalStore } from 'react'
import { channelLog, type LogView } from './channelLog'

/** Shows a channel's log and loads it when it comes into view. */
export function useChannelLog(slug: string): LogView {
  const log = channelLog(slug)
  useEffect(() => {
    void log.load()
  }, [log])
  return useSyncExternalStore(log.subscribe, log.now)
}
