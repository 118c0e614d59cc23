import { useTranslation } from 'react-i18next'
import type { Names } from '../agencies/useNames'
import type { Entry } from '../connection/contract'
import { fact, revealed } from '../sync/reveal'

/** Words for the events of a log. */
export interface EntryWords {
  /** The others are agencies of which the same is said in the same line. */
  of(entry: Entry, names: Names, others?: readonly string[]): string
  tag(name: 'progress' | 'erased'): string
}

/** Says in a sentence what an entry means; a kind this page does not know yet is named as it is. */
export function useEntryWords(): EntryWords {
  const { t, i18n } = useTranslation()
  return {
    of(entry, names, others = []) {
      const key = `entry.${entry.kind}`
      if (!i18n.exists(key)) return t('entry.unknown', { kind: entry.kind })
      const agency = fact(entry, 'agency') ?? fact(entry, 'posterAgency')
      const reason = revealed(entry, 'reason') ?? fact(entry, 'reason')
      const member = fact(entry, 'member') ?? entry.actor
      const level = fact(entry, 'level')
      return t(key, {
        who: names.member(member),
        agency: agency ? [agency, ...others].map(names.agency).join(', ') : '',
        reason: reason && i18n.exists(`entryReason.${reason}`) ? t(`entryReason.${reason}`) : (reason ?? ''),
        role: askedRole(entry, t),
        caseType: names.caseType(fact(entry, 'caseType') ?? ''),
        outcome: names.outcome(fact(entry, 'outcome') ?? ''),
        note: revealed(entry, 'note') ?? '',
        level: level ?? '',
      })
    },
    tag: (name) => t(`entryTag.${name}`),
  }
}

function askedRole(entry: Entry, t: (key: string) => string): string {
  const asks = entry.data?.asks ?? entry.data?.role
  const roles = Array.isArray(asks) ? asks : typeof asks === 'string' ? asks.split(/[\s,+]+/) : []
  // Who has accepted meanwhile stands in the grid; the step is named by whom it asks first of all.
  const main = roles.filter((role) => role !== 'chiefs-of-acknowledged')
  if (main.length > 0) return main.map((role) => t(`role.${role}`)).join(', ')
  const level = fact(entry, 'level')
  return level && /^[1-4]$/.test(level) ? t(`asks.${level}`) : ''
}
