import { useTranslation } from 'react-i18next'
import { useCell } from '../sync/cell'
import { Icon } from '../ui/Icon'
import { spanWords, useServerNow } from '../ui/time'
import { dutyCells } from './readDuty'

const tooOld = 60_000

/** Says when the hub last looked at its deadlines, so that a dead clock is seen by the people who rely on it. */
export function EngineCheck({ agency }: { agency: string }) {
  const { t } = useTranslation()
  const now = useServerNow()
  const { value, readAt } = useCell(dutyCells.of(agency), 15_000)
  const engine = value?.engine
  if (!engine || readAt === undefined) return null
  const age = engine.lastScanAt ? Math.max(0, now - Date.parse(engine.lastScanAt)) : undefined
  const sick = !engine.healthy || age === undefined || age > tooOld + 30_000
  if (sick) {
    return (
      <p className="notice notice-red" role="alert">
        <Icon name="warning" /> {t('engine.sick')}
      </p>
    )
  }
  return (
    <p className="small muted figures">
      <Icon name="clock" size={16} /> {t('engine.checked', { span: spanWords(age) })}
    </p>
  )
}
