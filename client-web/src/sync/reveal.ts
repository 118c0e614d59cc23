import type { Entry } from '../connection/contract'

/** A committed field of an entry as text, if the reader may see it. */
export function revealed(entry: Entry, field: string): string | undefined {
  const value = entry.reveal?.[field]?.value
  return typeof value === 'string' ? value : undefined
}

/** An open field of an entry as text. */
export function fact(entry: Entry, field: string): string | undefined {
  const value = entry.data?.[field]
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined
}
