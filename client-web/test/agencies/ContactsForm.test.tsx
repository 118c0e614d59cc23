import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ContactsForm } from '../../src/agencies/ContactsForm'
import { fakeServer } from '../support/fakeServer'

afterEach(() => vi.unstubAllGlobals())

const open = async () => {
  render(
    <MantineProvider>
      <ContactsForm member="m2" />
    </MantineProvider>,
  )
  await screen.findByTestId('kontak-m2')
  return screen.getAllByRole('textbox') as HTMLInputElement[]
}

describe('where a member is reached', () => {
  it('shows what the hub keeps, and after saving what it made of it', async () => {
    let kept: object = { email: 'piket@polresta.example' }
    const seen = fakeServer({
      'GET /api/members/m2/contacts': () => ({ body: kept }),
      'PUT /api/members/m2/contacts': () => {
        kept = { email: 'piket@polresta.example', mobile: '+6281234567890' }
        return { status: 204 }
      },
    })
    const [email, mobile] = await open()
    expect(email?.value).toBe('piket@polresta.example')
    fireEvent.change(mobile as HTMLElement, { target: { value: '0812 3456 7890' } })
    fireEvent.click(screen.getByTestId('kontak-simpan'))
    await waitFor(() => expect(mobile?.value).toBe('+6281234567890'))
    expect(seen.find((s) => s.method === 'PUT')?.body).toMatchObject({
      email: 'piket@polresta.example',
      mobile: '0812 3456 7890',
    })
    expect(screen.getByRole('status').textContent).not.toBe('')
  })

  it('says at the field what is wrong and keeps what was typed', async () => {
    fakeServer({
      'GET /api/members/m2/contacts': () => ({ body: {} }),
      'PUT /api/members/m2/contacts': () => ({
        status: 400,
        body: {
          code: 'validation_failed',
          detail: 'Perbaiki.',
          errors: { mobile: ['Ini bukan nomor ponsel.'] },
        },
      }),
    })
    const [, mobile] = await open()
    fireEvent.change(mobile as HTMLElement, { target: { value: '0721' } })
    fireEvent.click(screen.getByTestId('kontak-simpan'))
    expect(await screen.findByText('Ini bukan nomor ponsel.')).toBeTruthy()
    expect(mobile?.value).toBe('0721')
  })
})
