import { Refusal } from '../connection/refusal'

/** This browser can make passkeys and sign in with them. */
export const canUsePasskeys = (): boolean =>
  typeof PublicKeyCredential === 'function' &&
  typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function' &&
  typeof PublicKeyCredential.parseCreationOptionsFromJSON === 'function'

/** The person shows one of their passkeys; the browser asks for finger, face or PIN. */
export const showPasskey = (options: PublicKeyCredentialRequestOptionsJSON): Promise<unknown> =>
  withBrowser(() =>
    navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
  )

/** The person makes a new passkey on this device or on a key they plug in. */
export const createPasskey = (options: PublicKeyCredentialCreationOptionsJSON): Promise<unknown> =>
  withBrowser(() =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  )

const codes: Record<string, string> = {
  NotAllowedError: 'passkey_cancelled',
  AbortError: 'passkey_cancelled',
  InvalidStateError: 'passkey_known',
}

// Browsers say with an exception that the person closed the question, and why a key was not possible.
async function withBrowser(act: () => Promise<Credential | null>): Promise<unknown> {
  try {
    const credential = (await act()) as PublicKeyCredential | null
    if (credential) return credential.toJSON()
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : ''
    throw new Refusal(codes[name] ?? 'passkey_failed', -1, '', false)
  }
  throw new Refusal('passkey_cancelled', -1, '', false)
}
