import { NativeSelect, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useNames } from '../agencies/useNames'
import { mayAnswer, useMe } from '../session/session'
import { type ListFilter, type ListView, narrowedBy, states } from './listQuery'

/** The filters above the list, as words. */
export function AlertFilters({ filter, change }: { filter: ListFilter; change: (next: ListFilter) => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const views: ListView[] = mayAnswer(me) ? ['terbuka', 'kami', 'semua'] : ['terbuka', 'semua']
  const narrowed = narrowedBy(filter)

  return (
    <div className="filters">
      <fieldset className="language">
        <legend className="visually-hidden">{t('list.filters')}</legend>
        {views.map((view) => (
          <button
            key={view}
            type="button"
            className="word-button"
            aria-pressed={filter.view === view}
            onClick={() => change({ ...filter, view, state: '' })}
          >
            {t(`list.view.${view}`)}
          </button>
        ))}
      </fieldset>
      <details className="narrow">
        <summary data-testid="saring">
          {narrowed > 0 ? t('list.narrowed', { count: narrowed }) : t('list.narrow')}
        </summary>
        <NarrowFields filter={filter} change={change} />
      </details>
    </div>
  )
}

function NarrowFields({ filter, change }: { filter: ListFilter; change: (next: ListFilter) => void }) {
  const { t, i18n } = useTranslation()
  const { organisation } = useNames()
  const language = i18n.language === 'en' ? 'en' : 'id'
  const any = { value: '', label: t('list.any') }
  const choices: [keyof ListFilter, { value: string; label: string }[]][] = [
    ['caseType', (organisation?.caseTypes ?? []).map((c) => ({ value: c.code, label: c.name[language] }))],
    ['level', ['Kritis', 'Mendesak', 'Rutin'].map((l) => ({ value: l, label: t(`level.${l}`) }))],
    [
      'region',
      (organisation?.regions ?? []).flatMap((r) => [
        { value: r.code, label: r.name },
        ...r.districts.map((d) => ({ value: d.code, label: `${r.name} · ${d.name}` })),
      ]),
    ],
    ['agency', (organisation?.agencies ?? []).map((a) => ({ value: a.code, label: a.name }))],
    ['state', states.map((s) => ({ value: s, label: t(`alertState.${s}`) }))],
  ]
  return (
    <div className="narrow-fields">
      {choices.map(([field, data]) => (
        <NativeSelect
          key={field}
          label={t(`list.${field}`)}
          value={filter[field]}
          onChange={(e) => {
            const value = e.currentTarget.value
            // A state of its own stands instead of "open", which would contradict some of them.
            change({ ...filter, [field]: value, ...(field === 'state' && value ? { view: 'semua' } : {}) })
          }}
          data={[any, ...data]}
          data-testid={`saring-${field}`}
        />
      ))}
      {(['from', 'to'] as const).map((field) => (
        <TextInput
          key={field}
          type="date"
          label={t(`list.${field}`)}
          value={filter[field]}
          onChange={(e) => change({ ...filter, [field]: e.currentTarget.value })}
          data-testid={`saring-${field}`}
        />
      ))}
    </div>
  )
}
