import { MantineProvider } from '@mantine/core'
import { createEvent, fireEvent, render } from '@testing-library/react'
import { expect, it } from 'vitest'
import { FirstAdministratorPage } from '../../src/session/FirstAdministratorPage'
import { SignInPage } from '../../src/session/SignInPage'

// A password that nobody has to remember or type is the better one: managers must find the fields, and may paste.
it.each([
  { page: <SignInPage />, what: 'current-password' },
  { page: <FirstAdministratorPage />, what: 'new-password' },
])('masks the password, names it to password managers and lets it be pasted: $what', ({ page, what }) => {
  const { container } = render(<MantineProvider env="test">{page}</MantineProvider>)
  const password = container.querySelector<HTMLInputElement>(`input[autocomplete="${what}"]`)
  expect(password?.type).toBe('password')
  expect(container.querySelector('input[autocomplete="username"]')).not.toBeNull()
  if (!password) return
  const paste = createEvent.paste(password, { clipboardData: { getData: () => 'panjang sekali' } })
  fireEvent(password, paste)
  expect(paste.defaultPrevented).toBe(false)
  expect(password.maxLength).toBeLessThan(0)
})
