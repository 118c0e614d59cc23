import { obligationAct } from '../alerts/alertAct'

/** A member calls the next step of one agency's ladder now instead of waiting for its time. */
export const escalateAlert = (clientKey: string, alert: string, agency: string) =>
  obligationAct(alert, 'escalate', { clientKey, agency })
