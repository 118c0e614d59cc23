import type { Channel, Organisation } from '../connection/contract'
import { isWithin } from './whoIsAsked'

/** The channels an alert can be posted to: everything the member reads except desks. */
export const postableChannels = (channels: readonly Channel[]): Channel[] =>
  channels.filter((c) => c.kind !== 'desk')

/**
 * The case type's own channel if it has one and the member may read it; otherwise the region's channel, which admits
 * every agency there, so that a registrar who comes upon trafficking is not left without a door.
 */
export function chooseChannel(
  channels: readonly Channel[],
  preferred: string,
  region: string,
  organisation: Organisation,
): string {
  const possible = postableChannels(channels)
  if (possible.some((c) => c.slug === preferred)) return preferred
  const own = organisation.regions.find((r) => isWithin(region, r.code))?.channel
  return (
    possible.find((c) => c.slug === own)?.slug ?? possible.find((c) => c.kind === 'region')?.slug ?? preferred
  )
}
