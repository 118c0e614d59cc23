import { request } from '../connection/request'
import { waysInCell } from './waysIn'

/** A member sets a password, or another one. */
export async function setPassword(password: string): Promise<void> {
  await request('PUT', '/api/password', { password })
  await waysInCell.refresh()
}
