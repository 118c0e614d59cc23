import type { Channel, Organisation } from '../connection/contract'

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
  const name =
    organisation.regions.find((r) => region === r.code || region.startsWith(`${r.code}.`))?.name ?? ''
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replace(/^(kota|kabupaten)\s+/, '')
      .replace(/[^a-z]/g, '')
  const own = possible.find(
    (c) => c.kind === 'region' && name && plain(c.name + c.slug).includes(plain(name)),
  )
  return own?.slug ?? possible.find((c) => c.kind === 'region')?.slug ?? preferred
}
