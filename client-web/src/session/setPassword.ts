import { request } from '../connection/request'
import { waysInCell } from './waysIn'

/** A member sets a password, or another one; that needs the one so far. */
export async function setPassword(password: string, current?: string): Promise<void> {
  await request('PUT', '/api/password', { password, ...(current === undefined ? {} : { current }) })
  await waysInCell.refresh()
}
