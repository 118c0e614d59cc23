import { refusalFrom, unreachable } from './refusal'
import { learnServerTime } from './serverClock'

type Listener = () => void
let language = 'id'
let onSignedOut: Listener = () => {}

/** The language in which the server writes its sentences for a person. */
export function speak(code: string): void {
  language = code
}

/** Who is told when the server no longer knows the session. */
export function whenSignedOut(listener: Listener): void {
  onSignedOut = listener
}

const patience = 20_000

// These answers say that a way in did not open, not that a session is over.
const notLetIn = new Set(['sign_in_failed', 'code_required', 'passkey_refused'])

/** One call to the server; throws a Refusal, never anything else. */
export async function request<T>(
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<T> {
  const before = Date.now()
  let response: Response
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(patience),
      headers: {
        Accept: 'application/json',
        'Accept-Language': language,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch {
    throw unreachable()
  }
  learnServerTime(response.headers.get('date'), before, Date.now())
  const answer = await readJson(response)
  if (response.ok) return answer as T
  const refusal = refusalFrom(response.status, answer, response.headers.get('retry-after'))
  if (response.status === 401 && !notLetIn.has(refusal.code)) onSignedOut()
  throw refusal
}

async function readJson(response: Response): Promise<unknown> {
  try {
    const text = await response.text()
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Reads something. */
export const get = <T>(path: string): Promise<T> => request<T>('GET', path)

/** Sends a command, or a question whose words must not stand in an address. Nothing is sent twice. */
export const post = <T>(path: string, body: unknown): Promise<T> => request<T>('POST', path, body)
