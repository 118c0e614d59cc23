import type { Duty } from '../connection/contract'
import { get } from '../connection/request'
import { CellFamily } from '../sync/cell'

const readDuty = (agency: string): Promise<Duty> => get(`/api/duty?agency=${encodeURIComponent(agency)}`)

/** Who is on duty, by agency. */
export const dutyCells = new CellFamily(readDuty, 60)
