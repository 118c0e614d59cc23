import { unreachable } from '../connection/refusal'
import { request } from '../connection/request'
import type { OutboxItem, OutboxKind } from './outboxItem'

/** The server's answer to an item; which fields it has depends on the kind. */
export type Answer = Record<string, unknown>

const path: Record<OutboxKind, (alert: string) => string> = {
  alert: () => '/api/alerts',
  message: (alert) => `/api/alerts/${alert}/messages`,
  progress: (alert) => `/api/alerts/${alert}/progress`,
  acknowledge: (alert) => `/api/alerts/${alert}/acknowledge`,
}

/** What only a true answer has: a hotel's sign-in page, too, answers everything with 200. */
const proof: Record<OutboxKind, string> = {
  alert: 'id',
  message: 'seq',
  progress: 'seq',
  acknowledge: 'agency',
}

/** Sends one item in its writer's name; the server refuses it if meanwhile somebody else is signed in. */
export async function sendItem(item: OutboxItem): Promise<Answer> {
  const answer = await request<Answer | undefined>(
    'POST',
    path[item.kind](encodeURIComponent(item.alert ?? '')),
    { clientKey: item.key, ...item.body },
    { 'Timpora-Member': item.member },
  )
  if (typeof answer !== 'object' || answer?.[proof[item.kind]] === undefined) throw unreachable()
  return answer
}
