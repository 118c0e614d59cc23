import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Puts a text into the clipboard and says whether it went. */
export function CopyButton({ text, testId }: { text: string; testId: string }) {
  const { t } = useTranslation()
  const [went, setWent] = useState<boolean>()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setWent(true)
    } catch {
      // A browser may refuse the clipboard; the text stands on the page and can be marked by hand.
      setWent(false)
    }
  }
  return (
    <>
      <Button variant="default" size="lg" onClick={() => void copy()} data-testid={testId}>
        {t('copy.go')}
      </Button>
      <span role="status" className="muted small">
        {went !== undefined && t(went ? 'copy.done' : 'copy.refused')}
      </span>
    </>
  )
}
