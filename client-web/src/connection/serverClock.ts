// A phone's clock may be wrong by hours; deadlines are the server's. The Date header has whole seconds only,
// so half a second is added and small differences are ignored, or countdowns would tremble.
let offset = 0
const tolerance = 1500

/** Learns the server's time from an answer's Date header and the moments before and after the call. */
export function learnServerTime(dateHeader: string | null, before: number, after: number): void {
  const server = dateHeader ? Date.parse(dateHeader) : Number.NaN
  if (Number.isNaN(server)) return
  const measured = server + 500 - (before + after) / 2
  if (Math.abs(measured - offset) > tolerance) offset = measured
}

/** Now by the server's clock, in milliseconds. */
export const serverNow = (): number => Date.now() + offset
