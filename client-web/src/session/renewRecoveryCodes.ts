import { post } from '../connection/request'
import { type Secured, waysInCell } from './waysIn'

/** Makes new recovery codes; the old ones open nothing any more. */
export async function renewRecoveryCodes(): Promise<Required<Secured>> {
  const codes = await post<Required<Secured>>('/api/recovery-codes', {})
  await waysInCell.refresh()
  return codes
}
