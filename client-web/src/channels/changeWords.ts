import type { Names } from '../agencies/useNames'
import type { ChangedField } from '../alerts/changesOf'
import { fullTime } from '../ui/time'

type Translate = (key: string, options?: Record<string, unknown>) => string

/** Says which field changed, and from what to what where the log tells it. */
export function changeWords({ field, before, after }: ChangedField, names: Names, t: Translate): string {
  const name = t(`changed.field.${field}`, { defaultValue: field })
  if (after === undefined) return name
  const words = (value: string): string => valueWords(field, value, names, t)
  return before === undefined
    ? t('changed.to', { field: name, after: words(after) })
    : t('changed.fromTo', { field: name, before: words(before), after: words(after) })
}

function valueWords(field: string, value: string, names: Names, t: Translate): string {
  if (field === 'level') return t(`level.${value}`)
  if (field === 'caseType') return names.caseType(value)
  if (field === 'regionCode') return names.region(value)
  if (field === 'possibleVictims') return t(`victims.${value}`)
  if (field === 'occurredAt') return fullTime(value)
  return value
}
