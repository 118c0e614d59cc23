import { post } from '../connection/request'
import { dutyCells } from './readDuty'

/** A stand-in is taken back; the weekly pattern counts again. */
export async function cancelOverride(clientKey: string, id: string): Promise<void> {
  await post('/api/duty/override/cancel', { clientKey, id })
  dutyCells.refreshShown(0)
}
