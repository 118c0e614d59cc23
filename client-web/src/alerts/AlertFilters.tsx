import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useNames } from '../agencies/useNames'
import { mayAnswer, useMe } from '../session/session'
import type { ListFilter, ListView } from './listQuery'

/** The filters above the list, as words. */
export function AlertFilters({ filter, change }: { filter: ListFilter; change: (next: ListFilter) => void }) {
  const { t, i18n } = useTranslation()
  const me = useMe()
  const { organisation } = useNames()
  const language = i18n.language === 'en' ? 'en' : 'id'
  const views: ListView[] = mayAnswer(me) ? ['terbuka', 'kami', 'semua'] : ['terbuka', 'semua']
  const narrowed = [filter.caseType, filter.level, filter.region].filter(Boolean).length

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
            onClick={() => change({ ...filter, view })}
          >
            {t(`list.view.${view}`)}
          </button>
        ))}
      </fieldset>
      <details className="narrow">
        <summary>{narrowed > 0 ? t('list.narrowed', { count: narrowed }) : t('list.narrow')}</summary>
        <div className="stack narrow-fields">
          <NativeSelect
            label={t('list.caseType')}
            value={filter.caseType}
            onChange={(e) => change({ ...filter, caseType: e.currentTarget.value })}
            data={[
              { value: '', label: t('list.any') },
              ...(organisation?.caseTypes ?? []).map((c) => ({ value: c.code, label: c.name[language] })),
            ]}
          />
          <NativeSelect
            label={t('list.level')}
            value={filter.level}
            onChange={(e) => change({ ...filter, level: e.currentTarget.value })}
            data={[
              { value: '', label: t('list.any') },
              ...['Kritis', 'Mendesak', 'Rutin'].map((l) => ({ value: l, label: t(`level.${l}`) })),
            ]}
          />
          <NativeSelect
            label={t('list.region')}
            value={filter.region}
            onChange={(e) => change({ ...filter, region: e.currentTarget.value })}
            data={[
              { value: '', label: t('list.any') },
              ...(organisation?.regions ?? []).map((r) => ({ value: r.code, label: r.name })),
            ]}
          />
        </div>
      </details>
    </div>
  )
}
