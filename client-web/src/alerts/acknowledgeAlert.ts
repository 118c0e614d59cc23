import type { Outbox } from '../outbox/outbox'

/**
 * A member answers "accepted" for the agency, for the version of the alert that is on the screen. The device's time is
 * kept for the record; whether the answer came late is decided by the server's.
 */
export const acknowledgeAlert = (outbox: Outbox, alert: string, version: number): Promise<number> =>
  outbox.add({ kind: 'acknowledge', alert, body: { version, deviceAt: new Date().toISOString() } })
