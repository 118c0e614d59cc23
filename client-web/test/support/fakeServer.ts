import { vi } from 'vitest'

/** A request that reached the fake server. */
export interface Seen {
  method: string
  path: string
  body: Record<string, unknown> | undefined
}

type Answer = { status?: number; body?: unknown; headers?: Record<string, string> } | 'unreachable'

/** Stands in for the server: answers by the first matching rule and remembers what was asked. */
export function fakeServer(rules: Record<string, (seen: Seen) => Answer>): Seen[] {
  const seen: Seen[] = []
  vi.stubGlobal('fetch', async (path: string, options: RequestInit = {}) => {
    const request: Seen = {
      method: options.method ?? 'GET',
      path,
      body: typeof options.body === 'string' ? JSON.parse(options.body) : undefined,
    }
    seen.push(request)
    const rule = Object.entries(rules).find(([key]) => {
      const [method, prefix = ''] = key.split(' ')
      return method === request.method && (path === prefix || path.startsWith(`${prefix}?`))
    })
    const answer: Answer = rule?.[1](request) ?? {
      status: 404,
      body: { code: 'not_found', detail: 'Tidak ditemukan.' },
    }
    if (answer === 'unreachable') throw new TypeError('fetch failed')
    return new Response(answer.body === undefined ? null : JSON.stringify(answer.body), {
      status: answer.status ?? 200,
      headers: { date: new Date().toUTCString(), ...answer.headers },
    })
  })
  return seen
}
