import { useTranslation } from 'react-i18next'
import { fullTime, spanWords, useServerNow } from './time'

/** How long ago something was, in one rounded word, with the full moment for those who look closer. */
export function Age({ at }: { at: string }) {
  const { t } = useTranslation()
  const ms = Math.max(0, useServerNow() - Date.parse(at))
  const rounded = ms < 60_000 ? 0 : Math.floor(ms / 60_000) * 60_000
  return (
    <time dateTime={at} title={fullTime(at)}>
      {rounded === 0
        ? t('age.now')
        : t('age.ago', { span: spanWords(rounded).split(' ').slice(0, 2).join(' ') })}
    </time>
  )
}
