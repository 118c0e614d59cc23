import './trustedTypes'
import './ui/styles/index.css'
import { MantineProvider } from '@mantine/core'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App'
import { startWords } from './i18n/i18n'
import { watchInvitationLinks } from './invitations/openInvitation'
import { startSession } from './session/startSession'
import { keepPageOnDevice } from './storage/keepPageOnDevice'

// Without nonce or inline styles Mantine must write none itself; its variables come from the style sheets.
const provider = {
  withCssVariables: false,
  withGlobalClasses: false,
  deduplicateInlineStyles: true,
  defaultColorScheme: 'auto',
} as const

async function start(): Promise<void> {
  watchInvitationLinks()
  await startWords()
  void startSession()
  const root = document.getElementById('root')
  if (!root) throw new Error('index.html has no root element.')
  createRoot(root).render(
    <StrictMode>
      <MantineProvider {...provider}>
        <App />
      </MantineProvider>
    </StrictMode>,
  )
  keepPageOnDevice()
}

void start()
