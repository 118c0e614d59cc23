import { post, request } from '../connection/request'
import { createPasskey } from './passkey'
import { type Passkey, type Secured, waysInCell } from './waysIn'

/** A member makes a passkey under a name by which to know it again. */
export async function addPasskey(name: string): Promise<Secured> {
  const options = await post<PublicKeyCredentialCreationOptionsJSON>('/api/passkeys/options', {})
  const credential = await createPasskey(options)
  const made = await post<Passkey & Secured>('/api/passkeys', { name, credential })
  await waysInCell.refresh()
  return made
}

/** A member's passkey opens nothing any more; the last way in stays. */
export async function removePasskey(id: string): Promise<void> {
  await request('DELETE', `/api/passkeys/${encodeURIComponent(id)}`)
  await waysInCell.refresh()
}
