import { obligationAct } from './alertAct'

/** An agency offers what it owes to another one; until somebody there accepts, it keeps owing. */
export const delegateObligation = (clientKey: string, alert: string, agency: string, reason: string) =>
  obligationAct(alert, 'delegate', { clientKey, agency, reason })
