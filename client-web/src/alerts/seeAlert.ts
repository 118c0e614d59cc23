import { post } from '../connection/request'

/** Tells that a member has opened an alert; seen is not answered. Nothing is lost if it does not get through. */
export async function seeAlert(alert: string, version: number): Promise<void> {
  try {
    await post(`/api/alerts/${encodeURIComponent(alert)}/seen`, { version })
  } catch {
    // The next opening tells it again.
  }
}
