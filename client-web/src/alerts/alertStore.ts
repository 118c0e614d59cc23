import { withholdInLogs } from '../channels/channelLog'
import type { AlertRow, Page } from '../connection/contract'
import { asRefusal } from '../connection/refusal'
import { CellFamily, isClosed } from '../sync/cell'
import { announcementNow, dismissAnnouncement } from '../ui/announce'
import { findAlertPages, findAlerts } from './findAlerts'
import { readAlert } from './readAlert'

/** One alert by id, kept while a page shows it. */
export const alertCells = new CellFamily(async (id) => {
  try {
    return await readAlert(id)
  } catch (cause) {
    if (isClosed(asRefusal(cause))) dropAlert(id)
    throw cause
  }
})

/** A list of alerts by its query, kept while a page shows it. */
export const alertLists = new CellFamily(findAlerts, 12)

/** A list of alerts by the number of its pages and its query, kept while a page shows it. */
export const alertPages = new CellFamily(findAlertPages, 12)

/** Everything that is not over, as far as the member may read it. */
export const openAlerts = alertLists.of('state=open&limit=200')

/** What the member's agency still owes. */
export const owedAlerts = alertLists.of('owed=mine&limit=200')

// Long enough to gather one commit's entries, short enough that nobody waits for an alert.
const gather = 30

/** Somebody changed an alert: whatever shows it is read again, soon and once; lists only if it can matter to them. */
export function alertChanged(id: string, inLists = true): void {
  const cell = alertCells.of(id)
  if (cell.isShown) cell.refreshSoon(gather)
  if (inLists) refreshLists(gather)
}

/** The member may no longer read an alert: whatever the page still holds of its words goes, wherever it stands. */
export function dropAlert(id: string): void {
  const without = (page: Page<AlertRow>): Page<AlertRow> => ({
    ...page,
    items: page.items.filter((a) => a.id !== id),
  })
  alertLists.patchAll(without)
  alertPages.patchAll(without)
  withholdInLogs(id)
  if (announcementNow()?.href === `/peringatan/${id}`) dismissAnnouncement()
}

/** Reads every list of alerts on the screen again, soon. */
export function refreshLists(delay?: number): void {
  alertLists.refreshShown(delay)
  alertPages.refreshShown(delay)
}
