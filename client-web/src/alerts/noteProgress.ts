import { alertAct } from './alertAct'

/** A member records what has been done; for the lead agency this also holds off the reminder. */
export const noteProgress = (clientKey: string, alert: string, text: string) =>
  alertAct<{ channel: string; seq: number }>(alert, 'progress', { clientKey, text })
