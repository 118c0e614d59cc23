import { useTranslation } from 'react-i18next'
import type { Duty } from '../connection/contract'
import { Icon } from '../ui/Icon'
import { useServerNow } from '../ui/time'
import { onClockOf } from './agencyClock'

// The hub looks a week ahead; a gap that lasts until there has no end yet.
const ahead = 7 * 86_400_000 - 3_600_000

// The nearest ones are what somebody has to mend today.
const shown = 3

/** Stretches of the next days in which nobody would be reached, in red with their dates. */
export function GapList({ gaps, zone }: { gaps: NonNullable<Duty['gaps']>; zone: string }) {
  const { t } = useTranslation()
  if (gaps.length === 0) {
    return (
      <p className="answered" data-testid="jaga-tanpa-celah">
        <Icon name="check" size={18} /> {t('gaps.none')}
      </p>
    )
  }
  return (
    <section className="notice notice-red" role="alert" data-testid="jaga-celah">
      <Icon name="warning" />
      <div>
        <strong>{t('gaps.title')}</strong>
        <Gaps gaps={gaps.slice(0, shown)} zone={zone} />
        {gaps.length > shown && (
          <details>
            <summary>{t('gaps.more', { count: gaps.length - shown })}</summary>
            <Gaps gaps={gaps.slice(shown)} zone={zone} />
          </details>
        )}
        <p className="small">{t('gaps.what')}</p>
      </div>
    </section>
  )
}

function Gaps({ gaps, zone }: { gaps: NonNullable<Duty['gaps']>; zone: string }) {
  const { t } = useTranslation()
  const now = useServerNow()
  return (
    <ul className="plain-list">
      {gaps.map((gap) => {
        const running = Date.parse(gap.from) <= now
        const open = Date.parse(gap.to) - now > ahead
        return (
          <li key={`${gap.role} ${gap.from}`}>
            {t(`role.${gap.role}`)}:{' '}
            <span className="figures">
              {running ? t('gaps.now') : onClockOf(gap.from, zone)} –{' '}
              {open ? t('gaps.open') : onClockOf(gap.to, zone)}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
