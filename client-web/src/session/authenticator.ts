import { post, request } from '../connection/request'
import { type Secured, waysInCell } from './waysIn'

/** What an authenticator app needs to know; nothing counts yet. */
export interface NewAuthenticator {
  secret: string
  /** Opens the app on the same device. */
  address: string
  /** The same as a picture for the app's camera, as an address for an image. */
  picture: string
  token: string
}

/** Begins to set up an authenticator app. */
export const beginAuthenticator = (): Promise<NewAuthenticator> => post('/api/authenticator', {})

/** Its first code proves that the app has the secret; from then on the password asks for a code. */
export async function confirmAuthenticator(token: string, code: string): Promise<Secured> {
  const secured = await request<Secured>('PUT', '/api/authenticator', { token, code })
  await waysInCell.refresh()
  return secured
}

/** The app's codes are asked for no more. */
export async function removeAuthenticator(): Promise<void> {
  await request('DELETE', '/api/authenticator')
  await waysInCell.refresh()
}
