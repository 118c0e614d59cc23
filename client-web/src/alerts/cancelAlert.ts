import { alertAct } from './alertAct'

/** A member takes back an alert that was sent in error; the reason stays readable. */
export const cancelAlert = (clientKey: string, alert: string, reason: string) =>
  alertAct(alert, 'cancel', { clientKey, reason })
