import type { Role } from '../connection/contract'
import { post } from '../connection/request'
import { dutyCells } from './readDuty'

/** Somebody stands in for whoever the weekly pattern names, from one moment to another. */
export interface StandIn {
  role: Role
  member: string
  from: string
  to: string
  reason?: string
}

/** An agency says who stands in. */
export async function overrideDuty(clientKey: string, standIn: StandIn): Promise<void> {
  await post('/api/duty/override', { clientKey, ...standIn })
  dutyCells.refreshShown(0)
}
