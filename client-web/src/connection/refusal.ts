/** Field path → sentences about it, as the server sends them. */
export type FieldErrors = Record<string, string[]>

/** A request that was not carried out, with what a person needs to know and whether trying again can help. */
export class Refusal extends Error {
  readonly code: string
  readonly status: number
  readonly retryable: boolean
  readonly errors: FieldErrors
  /** How long the server asks us to wait before trying again. */
  readonly waitMs: number

  constructor(
    code: string,
    status: number,
    detail: string,
    retryable: boolean,
    errors: FieldErrors = {},
    waitMs = 0,
  ) {
    super(detail)
    this.code = code
    this.status = status
    this.retryable = retryable
    this.errors = errors
    this.waitMs = waitMs
  }
}

interface Problem {
  code?: string
  detail?: string
  title?: string
  retryable?: boolean
  errors?: FieldErrors
}

/** The refusal that stands for "no answer came": the line is dead or the server is away. */
export const unreachable = (): Refusal => new Refusal('unreachable', 0, '', true)

// A hub asks for seconds; a stranger in between must not silence the page for a day.
const longestWait = 60_000

function waitFrom(retryAfter: string | null): number {
  const seconds = Number(retryAfter ?? 0)
  return seconds > 0 ? Math.min(seconds * 1000, longestWait) : 0
}

/**
 * Turns an answer's status, problem details and `Retry-After` (seconds) into a refusal; an answer that is no problem keeps
 * an empty sentence. "Too many" is never final, whoever says it.
 */
export function refusalFrom(status: number, body: unknown, retryAfter: string | null = null): Refusal {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Problem
  const retryable = status === 429 || (problem.retryable ?? status >= 500)
  const code = problem.code ?? (status >= 500 ? 'server_error' : `status_${status}`)
  return new Refusal(
    code,
    status,
    problem.detail ?? '',
    retryable,
    problem.errors ?? {},
    waitFrom(retryAfter),
  )
}

/** Any thrown value as a refusal, so that the pages handle one kind of failure. */
export function asRefusal(cause: unknown): Refusal {
  return cause instanceof Refusal ? cause : new Refusal('page_error', -1, '', false)
}
