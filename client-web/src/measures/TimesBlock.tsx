import { useTranslation } from 'react-i18next'
import { barWidth, longestOf, timeWords } from './measureWords'
import { type MeasuresGroup, timesOf } from './readMeasures'

const figures = ['p50', 'p95', 'worst'] as const

/** The times of one group: half of them faster, nearly all faster, the slowest; the bar shows how they compare. */
export function TimesBlock({ group }: { group: MeasuresGroup }) {
  const { t } = useTranslation()
  const longest = longestOf(timesOf.map((name) => group[name]))
  return (
    <table className="times">
      <thead>
        <tr>
          <th scope="col">{t('measures.until')}</th>
          {figures.map((figure) => (
            <th key={figure} scope="col">
              {t(`measures.${figure}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {timesOf.map((name) => {
          const times = group[name]
          return (
            <tr key={name}>
              <th scope="row">
                {t(`measures.time.${name}`)}
                {times.count > 0 && <span className="muted small figures"> {times.count}×</span>}
                <svg className="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                  <rect className="bar-p95" width={barWidth(times.p95, longest)} height="6" />
                  <rect className="bar-p50" width={barWidth(times.p50, longest)} height="6" />
                </svg>
              </th>
              {times.count === 0 ? (
                <td className="muted times-none" colSpan={3}>
                  {t('measures.notYet')}
                </td>
              ) : (
                figures.map((figure) => (
                  <td key={figure} className="figures">
                    {timeWords(times[figure])}
                  </td>
                ))
              )}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
