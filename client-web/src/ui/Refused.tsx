import { useTranslation } from 'react-i18next'
import type { Refusal } from '../connection/refusal'
import { Icon } from './Icon'
import { useProblemWords } from './problem'

/** Says that something was refused, why, and keeps the technical code folded away. */
export function Refused({ refusal, notSent }: { refusal: Refusal | undefined; notSent?: boolean }) {
  const { t } = useTranslation()
  const words = useProblemWords()
  if (!refusal) return null
  return (
    <div className={refusal.retryable ? 'notice notice-amber' : 'notice notice-red'} role="alert">
      <Icon name="warning" />
      <div>
        {notSent && refusal.retryable && <strong>{t('problem.notSent')} </strong>}
        {words(refusal)}
        <details className="code">
          <summary>{t('problem.code')}</summary>
          <code>
            {refusal.code} {refusal.status > 0 ? refusal.status : ''}
          </code>
        </details>
      </div>
    </div>
  )
}
