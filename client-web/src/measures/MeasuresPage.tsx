import '../ui/styles/measures.css'
import { NativeSelect, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'wouter'
import { fieldError } from '../alerts/fieldErrors'
import { DrillBand } from '../alerts/LevelMark'
import { useCell } from '../sync/cell'
import { Icon } from '../ui/Icon'
import { fullTime, useServerNow } from '../ui/time'
import { Empty, StaleNote, Waiting } from '../ui/Waiting'
import { MeasuresTable } from './MeasuresTable'
import {
  choiceFrom,
  groupings,
  type MeasuresChoice,
  periods,
  queryOfChoice,
  searchOfChoice,
} from './measuresQuery'
import { measuresCells } from './readMeasures'

/** How fast alerts are reached and answered; drills never mix with what was real. */
export default function MeasuresPage() {
  const { t } = useTranslation()
  const now = useServerNow()
  const [search, setSearch] = useSearchParams()
  const choice = choiceFrom(search)
  const { value, refusal, readAt } = useCell(measuresCells.of(queryOfChoice(choice, now)))
  const change = (part: Partial<MeasuresChoice>): void =>
    setSearch(searchOfChoice({ ...choice, ...part }), { replace: true })

  return (
    <div className="measures stack">
      <Link href="/lainnya" className="back back-always">
        <Icon name="back" /> {t('more.all')}
      </Link>
      <h2>{t('measures.title')}</h2>
      <fieldset className="language">
        <legend className="visually-hidden">{t('measures.status')}</legend>
        {[false, true].map((drills) => (
          <button
            key={String(drills)}
            type="button"
            className="word-button"
            aria-pressed={choice.drills === drills}
            onClick={() => change({ drills })}
            data-testid={drills ? 'ukuran-latihan' : 'ukuran-nyata'}
          >
            {t(drills ? 'measures.drills' : 'measures.real')}
          </button>
        ))}
      </fieldset>
      <div className="measures-choice">
        <NativeSelect
          label={t('measures.by')}
          value={choice.by}
          onChange={(e) => change({ by: e.currentTarget.value as MeasuresChoice['by'] })}
          data={groupings.map(([, by]) => ({ value: by, label: t(`measures.per.${by}`) }))}
          data-testid="ukuran-per"
        />
        <NativeSelect
          label={t('measures.period')}
          value={choice.period}
          onChange={(e) => change({ period: e.currentTarget.value as MeasuresChoice['period'] })}
          data={periods.map((p) => ({ value: p, label: t(`measures.last.${p}`) }))}
          data-testid="ukuran-masa"
        />
        {choice.period === 'sendiri' &&
          (['from', 'to'] as const).map((end) => (
            <TextInput
              key={end}
              type="date"
              label={t(`list.${end}`)}
              value={choice[end]}
              onChange={(e) => change({ [end]: e.currentTarget.value })}
              error={end === 'from' ? fieldError(refusal, 'from') : undefined}
            />
          ))}
      </div>
      <StaleNote readAt={readAt} refusal={refusal} />
      {!value && <Waiting rows={5} refusal={refusal} />}
      {value && (
        <>
          <DrillBand status={value.status} />
          <p className="small muted">
            {t('measures.span', { from: fullTime(value.from), to: fullTime(value.to) })} {t('measures.what')}
          </p>
          {value.groups.length === 0 ? (
            <Empty words={t(choice.drills ? 'measures.noDrills' : 'measures.none')} />
          ) : (
            <MeasuresTable groups={value.groups} by={choice.by} />
          )}
        </>
      )}
    </div>
  )
}
