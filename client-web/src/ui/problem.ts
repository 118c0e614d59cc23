import { useTranslation } from 'react-i18next'
import type { Refusal } from '../connection/refusal'

// Sentences of our own for what the server cannot say: it was not reached, it answered without a
// sentence, or the browser did not make or use a passkey.
const ownWords = new Set([
  'unreachable',
  'page_error',
  'server_error',
  'passkey_cancelled',
  'passkey_known',
  'passkey_failed',
  'passkey_impossible',
])

/** The key of our own sentence for a refusal, or undefined when the server's sentence is to be shown. */
export function problemKey(refusal: Refusal): string | undefined {
  if (ownWords.has(refusal.code) && (refusal.message === '' || refusal.code === 'unreachable'))
    return `problem.${refusal.code}`
  if (refusal.message === '') return refusal.retryable ? 'problem.server_error' : 'problem.refused'
  return undefined
}

/** Gives the sentence for a refusal in the person's language. */
export function useProblemWords(): (refusal: Refusal) => string {
  const { t } = useTranslation()
  return (refusal) => {
    const key = problemKey(refusal)
    return key ? t(key) : refusal.message
  }
}
