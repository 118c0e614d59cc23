import { obligationAct } from './alertAct'

/** A member takes an acknowledgement back; the original deadline runs again. */
export const undoAcknowledge = (clientKey: string, alert: string) =>
  obligationAct(alert, 'undo', { clientKey })
