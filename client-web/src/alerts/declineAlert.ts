import { obligationAct } from './alertAct'

/** A member says that the agency will not act, and why; a liaison's word goes to the agency's chief. */
export const declineAlert = (clientKey: string, alert: string, reason: string) =>
  obligationAct(alert, 'decline', { clientKey, reason })
