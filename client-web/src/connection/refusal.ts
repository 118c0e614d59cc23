/** Field path → sentences about it, as the server sends them. */
export type FieldErrors = Record<string, string[]>

/** A request that was not carried out, with what a person needs to know and whether trying again can help. */
export class Refusal extends Error {
  readonly code: string
  readonly status: number
  readonly retryable: boolean
  readonly errors: FieldErrors

  constructor(code: string, status: number, detail: string, retryable: boolean, errors: FieldErrors = {}) {
    super(detail)
    this.code = code
    this.status = status
    this.retryable = retryable
    this.errors = errors
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

/** Turns an answer's status and problem details into a refusal; an answer that is no problem keeps an empty sentence. */
export function refusalFrom(status: number, body: unknown): Refusal {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Problem
  const retryable = problem.retryable ?? (status >= 500 || status === 429)
  const code = problem.code ?? (status >= 500 ? 'server_error' : `status_${status}`)
  return new Refusal(code, status, problem.detail ?? '', retryable, problem.errors ?? {})
}

/** Any thrown value as a refusal, so that the pages handle one kind of failure. */
export function asRefusal(cause: unknown): Refusal {
  return cause instanceof Refusal ? cause : new Refusal('page_error', -1, '', false)
}
