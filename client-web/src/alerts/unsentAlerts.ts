/** The address, below the alerts, of one that the server does not have yet. */
export const unsentAddress = (place: number): string => `kirim-${place}`

/** The place in the outbox that such an address names. */
export function unsentPlace(address: string): number | undefined {
  const place = /^kirim-(\d+)$/.exec(address)?.[1]
  return place === undefined ? undefined : Number(place)
}
