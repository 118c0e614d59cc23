import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/Icon'

/** In the place of an alert that stood here until the member's right to read it ended. */
export function Withdrawn() {
  const { t } = useTranslation()
  return (
    <p className="notice notice-amber" role="alert" data-testid="peringatan-ditarik">
      <Icon name="warning" />
      <span>{t('alert.withdrawn')}</span>
    </p>
  )
}
