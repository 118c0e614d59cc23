import { alertAct } from './alertAct'

/** A member takes back that an alert is over; everybody who answered is asked again. */
export const reopenAlert = (clientKey: string, alert: string, reason: string) =>
  alertAct(alert, 'reopen', { clientKey, reason })
