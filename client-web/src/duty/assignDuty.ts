import type { Role } from '../connection/contract'
import { post } from '../connection/request'
import { dutyCells } from './readDuty'
import { rosterCells, type Shift } from './readRoster'

/** An agency writes its roster of one role, all of it; it counts from the next notice on. */
export async function assignDuty(clientKey: string, role: Role, shifts: Shift[]): Promise<void> {
  await post('/api/duty/assign', { clientKey, role, shifts })
  rosterCells.refreshShown(0)
  dutyCells.refreshShown(0)
}
