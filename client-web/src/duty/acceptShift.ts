import type { Handover, Role } from '../connection/contract'
import { get, post } from '../connection/request'
import { CellFamily } from '../sync/cell'
import { dutyCells } from './readDuty'

const readHandover = (role: string): Promise<Handover> => get(`/api/duty/handover?role=${role}`)

/** What the incoming person takes over, by role. */
export const handoverCells = new CellFamily(readHandover, 4)

/**
 * The incoming person takes over the shift with what is open, by the alerts they have seen listed; until then the outgoing
 * person stays answerable, too. Refused when something has opened since: the list is read again.
 */
export async function acceptShift(clientKey: string, role: Role, obligations: string[]): Promise<void> {
  try {
    await post('/api/duty/accept', { clientKey, role, obligations })
  } finally {
    handoverCells.refreshShown(0)
    dutyCells.refreshShown(0)
  }
}
