import type { Outbox } from '../outbox/outbox'
import { showObligation } from './alertAct'
import { alertChanged, refreshLists } from './alertStore'

/** Has whatever shows an alert read again once the server accepted something for it; returns how to stop. */
export const followOutbox = (outbox: Outbox): (() => void) =>
  outbox.whenLanded(({ item, answer }) => {
    if (item.kind === 'acknowledge' && item.alert) showObligation(item.alert, answer)
    if (item.alert) alertChanged(item.alert)
    else refreshLists()
  })
