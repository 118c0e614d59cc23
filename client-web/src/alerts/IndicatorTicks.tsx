import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Draft } from './draft'

/** The three groups of UU 21/2007 art. 1: what was done, how, and to what end. */
export const indicators = {
  acts: ['recruit', 'transport', 'harbour', 'send', 'transfer', 'receive'],
  means: ['threat', 'force', 'abduction', 'confinement', 'forgery', 'fraud', 'abuse', 'debt', 'payment'],
  purposes: ['sexual', 'labour', 'servitude', 'organs', 'other'],
} as const

type Group = keyof typeof indicators
const groups = Object.keys(indicators) as Group[]

/** Optional ticks, folded: reasons for whoever reads the alert, never a verdict. */
export function IndicatorTicks({ draft, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  const { t } = useTranslation()
  const count = groups.reduce((sum, group) => sum + draft[group].length, 0)
  const toggle = (group: Group, code: string): void => {
    const ticked = draft[group]
    change({ [group]: ticked.includes(code) ? ticked.filter((c) => c !== code) : [...ticked, code] })
  }
  return (
    <details className="fold">
      <summary>
        {t('report.indicators')} {count > 0 && <span className="figures muted">({count})</span>}
      </summary>
      <div className="indicator-groups">
        {groups.map((group) => (
          <fieldset key={group} className="choice">
            <legend>{t(`details.${group}`)}</legend>
            {indicators[group].map((code) => (
              <Checkbox
                key={code}
                size="md"
                label={t(`indicator.${group}.${code}`)}
                checked={draft[group].includes(code)}
                onChange={() => toggle(group, code)}
              />
            ))}
          </fieldset>
        ))}
      </div>
    </details>
  )
}
