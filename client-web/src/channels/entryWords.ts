import { useTranslation } from 'react-i18next'
import type { Names } from '../agencies/useNames'
import type { Entry } from '../connection/contract'
import { fact, revealed } from '../sync/reveal'
import { shortTime } from '../ui/time'

/** Words for the events of a log. */
export interface EntryWords {
  /** The others are agencies of which the same is said in the same line. */
  of(entry: Entry, names: Names, others?: readonly string[]): string
  tag(name: 'progress' | 'erased'): string
}

type Translate = (key: string, options?: Record<string, unknown>) => string

/** Says in a sentence what an entry means; a kind this page does not know yet is named as it is. */
export function useEntryWords(): EntryWords {
  const { t, i18n } = useTranslation()
  return {
    of(entry, names, others = []) {
      const key = keyOf(entry, (k) => i18n.exists(k))
      if (!i18n.exists(key)) return t('entry.unknown', { kind: entry.kind })
      const agency = fact(entry, 'agency') ?? fact(entry, 'posterAgency')
      const reason = revealed(entry, 'reason') ?? fact(entry, 'reason')
      const member = fact(entry, 'member') ?? entry.actor
      const level = fact(entry, 'level')
      return t(key, {
        who: names.member(member),
        by: names.member(entry.actor),
        agency: agency ? [agency, ...others].map(names.agency).join(', ') : '',
        reason: reason && i18n.exists(`entryReason.${reason}`) ? t(`entryReason.${reason}`) : (reason ?? ''),
        role: askedRole(entry, t),
        caseType: names.caseType(fact(entry, 'caseType') ?? ''),
        outcome: names.outcome(fact(entry, 'outcome') ?? ''),
        note: revealed(entry, 'note') ?? '',
        level: level ?? '',
        version: fact(entry, 'version') ?? '',
        fields: changedFields(entry, t),
        from: endOf(entry, 'from', names),
        to: endOf(entry, 'to', names),
      })
    },
    tag: (name) => t(`entryTag.${name}`),
  }
}

// One kind may say several things: an update asks everybody again or does not, a gap ends or does not, a reason was given or not.
function keyOf(entry: Entry, exists: (key: string) => boolean): string {
  const key = `entry.${entry.kind}`
  if (entry.kind === 'alert.updated') {
    if (changedNames(entry).length === 0) return 'entry.alert.touched'
    return entry.data?.material === true ? key : 'entry.alert.corrected'
  }
  if (entry.kind === 'duty.gap' && entry.data?.to == null) return 'entry.duty.gapOpen'
  const withoutReason = `${key}Plain`
  return !revealed(entry, 'reason') && !fact(entry, 'reason') && exists(withoutReason) ? withoutReason : key
}

const changedNames = (entry: Entry): string[] =>
  Array.isArray(entry.data?.fields) ? entry.data.fields.filter((f) => typeof f === 'string') : []

const changedFields = (entry: Entry, t: Translate): string =>
  changedNames(entry)
    .map((field) => t(`changed.field.${field}`, { defaultValue: field }))
    .join(', ')

// From and to are moments in the duty roster, and agencies where an obligation moves.
function endOf(entry: Entry, field: 'from' | 'to', names: Names): string {
  const value = fact(entry, field)
  if (!value) return ''
  return entry.kind.startsWith('duty.') ? shortTime(value) : names.agency(value)
}

function askedRole(entry: Entry, t: Translate): string {
  const asks = entry.data?.asks ?? entry.data?.role
  const roles = Array.isArray(asks) ? asks : typeof asks === 'string' ? asks.split(/[\s,+]+/) : []
  // Who has accepted meanwhile stands in the grid; the step is named by whom it asks first of all.
  const main = roles.filter((role) => role !== 'chiefs-of-acknowledged')
  if (main.length > 0) return main.map((role) => t(`role.${role}`)).join(', ')
  const level = fact(entry, 'level')
  return level && /^[1-4]$/.test(level) ? t(`asks.${level}`) : ''
}
