import type { OutboxItem } from '../outbox/outboxItem'
import { useOutbox } from '../outbox/ownOutbox'
import { type Sending, useSending } from '../outbox/useSending'
import { useMe } from '../session/session'
import { acknowledgeAlert } from './acknowledgeAlert'

/** Accepting for the agency, and the acceptance that still waits in the outbox, if there is one. */
export function useAcknowledge(
  alert: string,
): Sending<[version: number]> & { waiting: OutboxItem | undefined } {
  const me = useMe()
  const waiting = useOutbox(me.id).items.find((i) => i.kind === 'acknowledge' && i.alert === alert)
  const sending = useSending(me.id, (outbox, version: number) => acknowledgeAlert(outbox, alert, version))
  return { ...sending, waiting: sending.busy ? undefined : waiting }
}
