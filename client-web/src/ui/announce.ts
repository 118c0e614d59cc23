import { useSyncExternalStore } from 'react'

/** Something that just happened and that a person should notice wherever they are on the page. */
export interface Announcement {
  words: string
  href?: string
  urgent: boolean
  /** Different for every announcement, so the same words twice are read twice. */
  number: number
}

let current: Announcement | undefined
let count = 0
const listeners = new Set<() => void>()

const tell = (): void => {
  for (const listener of listeners) listener()
}

/** Tells the person about something new; screen readers read it out. */
export function announce(words: string, options: { href?: string; urgent?: boolean } = {}): void {
  count++
  current = {
    words,
    urgent: options.urgent ?? false,
    number: count,
    ...(options.href ? { href: options.href } : {}),
  }
  tell()
}

/** The newest announcement, until the person has seen it. */
export const announcementNow = (): Announcement | undefined => current

/** The person has seen it. */
export function dismissAnnouncement(): void {
  current = undefined
  tell()
}

/** Shows the newest announcement. */
export const useAnnouncement = (): Announcement | undefined =>
  useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, announcementNow)
