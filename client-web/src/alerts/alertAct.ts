import type { Obligation } from '../connection/contract'
import { post } from '../connection/request'
import { alertCells, alertChanged } from './alertStore'

/** Sends one act on an alert and has everything that shows the alert read again, also when it was refused. */
export async function alertAct<T>(alert: string, act: string, body: object): Promise<T> {
  try {
    return await post<T>(`/api/alerts/${encodeURIComponent(alert)}/${act}`, body)
  } finally {
    alertChanged(alert)
  }
}

/** As alertAct, for acts that answer with an obligation: it shows at once, before the next reading. */
export async function obligationAct(
  alert: string,
  act: string,
  body: object,
): Promise<Obligation | undefined> {
  const answer = await alertAct<Obligation | undefined>(alert, act, body)
  showObligation(alert, answer)
  return answer
}

/** Shows an obligation as the server has just answered it. */
export function showObligation(alert: string, answer: Partial<Obligation> | undefined): void {
  if (!answer?.agency) return
  alertCells.of(alert).patch((a) => ({
    ...a,
    obligations: a.obligations.map((o) => (o.agency === answer.agency ? { ...o, ...answer } : o)),
  }))
}
