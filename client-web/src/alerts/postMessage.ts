import { alertAct } from './alertAct'

/** A member writes into an alert's thread. */
export const postMessage = (clientKey: string, alert: string, text: string) =>
  alertAct<{ channel: string; seq: number }>(alert, 'messages', { clientKey, text })
