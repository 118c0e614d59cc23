import { TextInput } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'

interface CodeFieldProps {
  value: string
  change: (code: string) => void
  error?: string | undefined
  /** Only the authenticator's code will do, as when it is being set up. */
  onlyApp?: boolean
}

/** Where the code of the authenticator app is typed, or instead of it one from paper; takes the focus as it appears. */
export function CodeField({ value, change, error, onlyApp }: CodeFieldProps) {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  return (
    <TextInput
      ref={field}
      label={t('signIn.code')}
      description={t(onlyApp ? 'signIn.codeApp' : 'signIn.codeHelp')}
      name="code"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      {...(onlyApp ? { inputMode: 'numeric' as const } : {})}
      size="md"
      required
      withAsterisk={false}
      value={value}
      error={error}
      onChange={(e) => change(e.currentTarget.value)}
      data-testid="kode"
    />
  )
}
