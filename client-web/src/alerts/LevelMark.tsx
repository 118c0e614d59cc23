import { useTranslation } from 'react-i18next'
import type { Level } from '../connection/contract'
import { Icon, type IconName } from '../ui/Icon'

const icons: Record<Level, IconName> = { Kritis: 'kritis', Mendesak: 'mendesak', Rutin: 'rutin' }

/** The level as word, shape and colour together. */
export function LevelMark({ level }: { level: Level }) {
  const { t } = useTranslation()
  return (
    <span className={`level level-${level.toLowerCase()}`}>
      <Icon name={icons[level] ?? 'rutin'} size={14} />
      {t(`level.${level}`)}
    </span>
  )
}

/** The band that no surface of a drill may miss. */
export function DrillBand({ status }: { status: string }) {
  const { t } = useTranslation()
  if (status !== 'Exercise') return null
  return (
    <div className="drill-band">
      <span>{t('alert.drill')}</span>
    </div>
  )
}
