import { obligationAct } from './alertAct'

/** A member answers "accepted" for the agency, for the version of the alert that is on the screen. */
export const acknowledgeAlert = (clientKey: string, alert: string, version: number) =>
  obligationAct(alert, 'acknowledge', { clientKey, version })
