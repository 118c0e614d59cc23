import { fullTime, useServerNow } from '../ui/time'

/** The time on the wall, by the server's clock. */
export function WallClock() {
  return <p className="wall-clock figures">{fullTime(useServerNow())}</p>
}
