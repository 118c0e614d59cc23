import { useTranslation } from 'react-i18next'
import { runningTime, useServerNow } from './time'

/** A deadline that runs: down while there is time, up once it has passed. */
export function DueTime({ dueAt, bare }: { dueAt: string | undefined; bare?: boolean }) {
  const { t } = useTranslation()
  const now = useServerNow()
  if (!dueAt) return <span>{t('due.none')}</span>
  const left = Date.parse(dueAt) - now
  const late = left < 0
  const time = <span className="figures">{runningTime(left)}</span>
  return (
    <span className={late ? 'due due-late' : 'due'} role="timer">
      {bare ? (
        <>
          <span className="due-word">{t(late ? 'due.late' : 'due.notYet')}</span> {time}
        </>
      ) : (
        <>
          {t(late ? 'due.late' : 'due.notYet')} {late ? '' : '· '}
          {time}
        </>
      )}
    </span>
  )
}
