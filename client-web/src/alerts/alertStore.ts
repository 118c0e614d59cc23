import { CellFamily } from '../sync/cell'
import { findAlerts } from './findAlerts'
import { readAlert } from './readAlert'

/** One alert by id, kept while a page shows it. */
export const alertCells = new CellFamily(readAlert)

/** A list of alerts by its query, kept while a page shows it. */
export const alertLists = new CellFamily(findAlerts, 12)

/** Everything that is not over, as far as the member may read it. */
export const openAlerts = alertLists.of('state=open&limit=200')

/** What the member's agency still owes. */
export const owedAlerts = alertLists.of('owed=mine&limit=200')

/** Somebody changed an alert: whatever shows it is read again, soon and once. */
export function alertChanged(id: string): void {
  const cell = alertCells.of(id)
  if (cell.isShown) cell.refreshSoon()
  alertLists.refreshShown(250)
}
