import type { Page } from '../connection/contract'
import { get, request } from '../connection/request'
import { Cell } from '../sync/cell'

/** A device on which the member is signed in. */
export interface DeviceSession {
  id: string
  /** What its browser says it is, as in "Chrome · Android". */
  device?: string
  createdAt: string
  /** Right to within a minute. */
  lastUsedAt?: string
  endsAt: string
  sharedDevice: boolean
  current: boolean
}

/** Where the member is signed in, this device first. Never kept on the device. */
export const sessionsCell = new Cell(async () => (await get<Page<DeviceSession>>('/api/sessions')).items)

/** Ends one session; on its device nothing more can be read or done. */
export async function endSession(id: string): Promise<void> {
  await request('DELETE', `/api/sessions/${encodeURIComponent(id)}`)
  await sessionsCell.refresh()
}

/** Ends all sessions but the one at hand. */
export async function endOtherSessions(): Promise<void> {
  await request('DELETE', '/api/sessions')
  await sessionsCell.refresh()
}
