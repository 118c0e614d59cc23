import { useTranslation } from 'react-i18next'
import { useLive } from '../connection/live'
import { Icon } from './Icon'
import { clockTime } from './time'

/** Always visible: whether what is on the screen is true now, and if not, since when. */
export function ConnectionState() {
  const { t } = useTranslation()
  const { state, heardAt } = useLive()
  const words =
    state === 'disconnected' && heardAt !== undefined
      ? t('connection.since', { time: clockTime(heardAt) })
      : t(`connection.${state}`)
  return (
    <p className="connection" data-testid="koneksi" data-state={state} role="status">
      <Icon name={state} size={16} />
      <span>{words}</span>
    </p>
  )
}
