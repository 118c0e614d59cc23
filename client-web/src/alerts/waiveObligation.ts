import { obligationAct } from './alertAct'

/** The secretariat or the chair releases an agency from its answer, with a reason that stays readable. */
export const waiveObligation = (clientKey: string, alert: string, agency: string, reason: string) =>
  obligationAct(alert, 'waive', { clientKey, agency, reason })
