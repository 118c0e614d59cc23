import { recheckLogs } from '../channels/channelLog'
import { announcementNow } from '../ui/announce'
import { alertCells, alertLists, alertPages } from './alertStore'

// One commit's entries together; and where much is withheld, not for each line of it.
const gather = 30
const rest = 2000

let timer: ReturnType<typeof setTimeout> | undefined
let lookedAt = Number.NEGATIVE_INFINITY

/**
 * An entry came that the member may not read. It does not say of which alert it is: perhaps of one that the page still
 * holds, because a change of mark or an exclusion has just taken it away. So all that the page holds of alerts is asked
 * for again, and what nobody looks at is forgotten.
 */
export function recheckAlerts(): void {
  if (timer !== undefined) return
  timer = setTimeout(look, Math.max(gather, lookedAt + rest - Date.now()))
}

function look(): void {
  timer = undefined
  lookedAt = Date.now()
  for (const family of [alertCells, alertLists, alertPages]) {
    family.refreshShown(0)
    family.forgetHidden()
  }
  recheckLogs()
  const announced = /^\/peringatan\/([\w-]+)$/.exec(announcementNow()?.href ?? '')?.[1]
  if (announced) void alertCells.of(announced).refresh()
}
