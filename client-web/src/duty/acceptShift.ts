import type { Role } from '../connection/contract'
import { post } from '../connection/request'
import { dutyCells } from './readDuty'

/** The incoming person takes over the shift; until then the outgoing person stays answerable, too. */
export async function acceptShift(clientKey: string, role: Role): Promise<void> {
  await post('/api/duty/accept', { clientKey, role })
  dutyCells.refreshShown(0)
}
