import { describe, expect, it } from 'vitest'
import { retryDelay } from '../../src/connection/retryPolicy'

describe('the reconnect policy', () => {
  it('doubles its cap up to thirty seconds and never gives up', () => {
    const caps = [0, 1, 2, 3, 4, 5, 6, 100, 100_000].map((attempt) => retryDelay(attempt, () => 1))
    expect(caps).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000])
  })

  it('uses the whole span below the cap, so that a team does not knock together', () => {
    expect(retryDelay(5, () => 0)).toBe(0)
    expect(retryDelay(5, () => 0.5)).toBe(15_000)
  })
})
