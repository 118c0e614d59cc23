import 'fake-indexeddb/auto'
import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'
import { startWords } from '../../src/i18n/i18n'

await startWords()
afterEach(cleanup)
