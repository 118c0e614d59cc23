import { afterEach, describe, expect, it, vi } from 'vitest'
import { Refusal } from '../../src/connection/refusal'
import { get, post, whenSignedOut } from '../../src/connection/request'
import { problemKey } from '../../src/ui/problem'
import { fakeServer } from '../support/fakeServer'

afterEach(() => {
  vi.unstubAllGlobals()
})

const refusalOf = async (call: Promise<unknown>): Promise<Refusal> => {
  try {
    await call
  } catch (cause) {
    if (cause instanceof Refusal) return cause
  }
  throw new Error('The call was not refused.')
}

describe('a refused request', () => {
  it('carries the server’s sentence, its code and what it says about fields', async () => {
    const body = {
      code: 'validation_failed',
      detail: 'Ada isian yang perlu diperbaiki.',
      retryable: false,
      errors: { headline: ['Terlalu panjang.'] },
    }
    fakeServer({ 'POST /api/alerts': () => ({ status: 400, body }) })
    const refusal = await refusalOf(post('/api/alerts', {}))
    expect(refusal).toMatchObject({
      code: 'validation_failed',
      status: 400,
      message: body.detail,
      retryable: false,
      errors: body.errors,
    })
    expect(problemKey(refusal)).toBeUndefined()
  })

  it('is retryable and in our own words when nobody answered', async () => {
    fakeServer({ 'GET /api/me': () => 'unreachable' })
    const refusal = await refusalOf(get('/api/me'))
    expect(refusal).toMatchObject({ code: 'unreachable', retryable: true })
    expect(problemKey(refusal)).toBe('problem.unreachable')
  })

  it('is retryable when the server broke, even without problem details', async () => {
    fakeServer({ 'GET /api/me': () => ({ status: 502 }) })
    const refusal = await refusalOf(get('/api/me'))
    expect(refusal).toMatchObject({ code: 'server_error', retryable: true })
    expect(problemKey(refusal)).toBe('problem.server_error')
  })

  it('is never final when it is one too many, and says how long the server asks us to wait', async () => {
    const answers = [
      { status: 429, body: { code: 'too_many_requests', retryable: true }, headers: { 'retry-after': '3' } },
      { status: 429, body: { code: 'quota', retryable: false }, headers: { 'retry-after': '86400' } },
      { status: 429, headers: { 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' } },
      { status: 503 },
    ]
    fakeServer({ 'GET /api/me': () => answers.shift() ?? 'unreachable' })
    const waits: number[] = []
    for (let i = 0; i < 4; i++) {
      const refusal = await refusalOf(get('/api/me'))
      expect(refusal.retryable).toBe(true)
      waits.push(refusal.waitMs)
    }
    expect(waits).toEqual([3000, 60_000, 0, 0])
  })

  it('ends the session on 401, but not when a way in did not open', async () => {
    const out = vi.fn()
    whenSignedOut(out)
    fakeServer({
      'GET /api/me': () => ({ status: 401, body: { code: 'sign_in_required' } }),
      'POST /api/session': ({ body }) => ({ status: 401, body: { code: body?.code } }),
    })
    for (const code of ['sign_in_failed', 'code_required', 'passkey_refused'])
      await refusalOf(post('/api/session', { code }))
    expect(out).not.toHaveBeenCalled()
    await refusalOf(get('/api/me'))
    expect(out).toHaveBeenCalledOnce()
  })
})
