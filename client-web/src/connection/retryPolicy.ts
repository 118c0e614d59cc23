const firstCap = 1000
const lastCap = 30_000

/**
 * How long to wait before trying again: full jitter under a cap that doubles up to 30 seconds, for ever.
 * The jitter keeps a whole team from knocking at the same moment after an outage.
 */
export function retryDelay(attempt: number, random: () => number = Math.random): number {
  const cap = Math.min(lastCap, firstCap * 2 ** Math.min(attempt, 10))
  return Math.round(random() * cap)
}
