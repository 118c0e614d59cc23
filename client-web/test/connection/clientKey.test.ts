import { describe, expect, it } from 'vitest'
import { newClientKey } from '../../src/connection/clientKey'

describe('a client key', () => {
  it('is a UUID of version 7 that begins with the time', () => {
    const at = Date.parse('2026-11-24T05:00:00Z')
    const key = newClientKey(at)
    expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(Number.parseInt(key.replaceAll('-', '').slice(0, 12), 16)).toBe(at)
  })

  it('is another one every time', () => {
    expect(new Set(Array.from({ length: 500 }, () => newClientKey())).size).toBe(500)
  })
})
