import { vi } from 'vitest'

/** What the browser was asked to do with passkeys. */
export interface AskedOfBrowser {
  what: 'create' | 'get'
  options: unknown
}

/** Stands in for a browser with passkeys; the answer is a credential, or how the browser refuses. */
export function fakePasskeys(answer: () => object | Error = () => ({ id: 'kunci-1' })): AskedOfBrowser[] {
  const asked: AskedOfBrowser[] = []
  vi.stubGlobal(
    'PublicKeyCredential',
    Object.assign(() => {}, {
      parseRequestOptionsFromJSON: (json: object) => ({ ...json, parsed: true }),
      parseCreationOptionsFromJSON: (json: object) => ({ ...json, parsed: true }),
    }),
  )
  const act =
    (what: AskedOfBrowser['what']) =>
    async ({ publicKey }: { publicKey: unknown }) => {
      asked.push({ what, options: publicKey })
      const given = answer()
      if (given instanceof Error) throw given
      return { toJSON: () => given }
    }
  Object.defineProperty(navigator, 'credentials', {
    configurable: true,
    value: { create: act('create'), get: act('get') },
  })
  return asked
}
