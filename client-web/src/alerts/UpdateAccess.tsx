import { Checkbox, NativeSelect, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useNames } from '../agencies/useNames'
import { useMe } from '../session/session'
import { marks } from './draft'
import { fieldError } from './fieldErrors'
import { RecipientTicks } from './RecipientTicks'
import type { UpdateFieldsProps } from './UpdateFields'

/** Who may read the alert from now on, folded; this asks nobody again. */
export function UpdateAccess({ draft, change, alert, refusal }: UpdateFieldsProps) {
  const { t } = useTranslation()
  const me = useMe()
  const names = useNames()
  const asked = [...new Set([...(alert.requiredAgencies ?? []), ...draft.excludeAgencies])]
  const excludable = asked.filter((code) => code !== me.agency.code && code !== alert.posterAgency)
  const error = (...fields: string[]): string | undefined =>
    fieldError(refusal, ...fields.map((f) => `changes.${f}`))
  const troubled = error('tlp', 'recipients', 'exclude', 'exclude.agencies', 'exclude.reason')
  const toggle = (code: string): void =>
    change({
      excludeAgencies: draft.excludeAgencies.includes(code)
        ? draft.excludeAgencies.filter((c) => c !== code)
        : [...draft.excludeAgencies, code],
    })
  return (
    <details className="fold" open={troubled ? true : undefined}>
      <summary>{t('update.access')}</summary>
      <div className="stack fold-body">
        <NativeSelect
          label={t('report.tlp')}
          size="md"
          value={draft.tlp}
          onChange={(e) => change({ tlp: e.currentTarget.value })}
          error={error('tlp')}
          data={marks.map((m) => ({ value: m, label: `${m}: ${t(`tlp.${m}`)}` }))}
        />
        {draft.tlp === 'RED' && (
          <RecipientTicks
            draft={draft}
            change={change}
            agencies={[...asked, alert.posterAgency]}
            error={error('recipients')}
          />
        )}
        {excludable.length > 0 && (
          <fieldset className="choice">
            <legend>{t('report.exclude')}</legend>
            <p className="small muted">{t('report.excludeHelp')}</p>
            {excludable.map((code) => (
              <Checkbox
                key={code}
                size="md"
                label={names.agency(code)}
                checked={draft.excludeAgencies.includes(code)}
                onChange={() => toggle(code)}
              />
            ))}
            {error('exclude', 'exclude.agencies') && (
              <p className="field-error">{error('exclude', 'exclude.agencies')}</p>
            )}
          </fieldset>
        )}
        {draft.excludeAgencies.length > 0 && (
          <Textarea
            label={t('report.excludeReason')}
            size="md"
            rows={2}
            value={draft.excludeReason}
            onChange={(e) => change({ excludeReason: e.currentTarget.value })}
            error={error('exclude.reason')}
          />
        )}
      </div>
    </details>
  )
}
