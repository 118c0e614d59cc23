import { TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

const pause = 350

/** Words to find; asked a moment after the last letter, at once on Enter. */
export function AlertSearch({ words, find }: { words: string; find: (words: string) => void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(words)
  const asked = useRef(words)
  const latest = useRef(find)
  latest.current = find

  // Changed by other means, as by taking all filters away.
  useEffect(() => {
    if (words === asked.current) return
    asked.current = words
    setTyped(words)
  }, [words])

  const ask = (next: string): void => {
    if (next === asked.current) return
    asked.current = next
    latest.current(next)
  }
  useEffect(() => {
    if (typed.trim() === asked.current) return
    const timer = setTimeout(() => {
      asked.current = typed.trim()
      latest.current(typed.trim())
    }, pause)
    return () => clearTimeout(timer)
  }, [typed])

  return (
    // biome-ignore lint/a11y/useSemanticElements: phones that are a few years old do not know <search>
    <form
      role="search"
      onSubmit={(e) => {
        e.preventDefault()
        ask(typed.trim())
      }}
    >
      <TextInput
        type="search"
        size="md"
        aria-label={t('list.search')}
        placeholder={t('list.search')}
        value={typed}
        maxLength={200}
        enterKeyHint="search"
        autoComplete="off"
        onChange={(e) => setTyped(e.currentTarget.value)}
        data-testid="cari"
      />
    </form>
  )
}
