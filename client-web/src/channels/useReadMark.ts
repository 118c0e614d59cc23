import { type RefObject, useEffect, useState } from 'react'
import type { Channel } from '../connection/contract'
import type { LogView } from './channelLog'
import { markRead } from './markRead'

/** Marks a joined channel as read once its end is really in view; returns whether it is. */
export function useReadMark(channel: Channel, log: LogView, end: RefObject<HTMLElement | null>): boolean {
  const [atEnd, setAtEnd] = useState(true)
  const last = log.entries.at(-1)?.seq ?? 0

  useEffect(() => {
    const mark = end.current
    if (!mark || !log.loaded || typeof IntersectionObserver === 'undefined') return
    const observer = new IntersectionObserver(([entry]) => setAtEnd(entry?.isIntersecting ?? false))
    observer.observe(mark)
    return () => observer.disconnect()
  }, [end, log.loaded])

  const { slug, joined, read } = channel
  useEffect(() => {
    if (!joined || !atEnd || !log.loaded || last <= read) return
    const tell = (): void => {
      if (document.visibilityState === 'visible') void markRead(slug, last)
    }
    // A short wait: what flashes by while scrolling has not been read.
    const timer = setTimeout(tell, 600)
    document.addEventListener('visibilitychange', tell)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', tell)
    }
  }, [slug, joined, read, last, atEnd, log.loaded])

  return atEnd
}
