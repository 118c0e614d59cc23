import type { Channel, Page } from '../connection/contract'
import { get } from '../connection/request'
import { Cell } from '../sync/cell'

/** The channels the member may read. */
export const channelsCell = new Cell(async () => {
  const channels: Channel[] = []
  let cursor: string | undefined
  do {
    const page: Page<Channel> = await get(
      `/api/channels?limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    )
    channels.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor)
  return channels
})

/** Puts one channel's new state into the list. */
export function channelChanged(channel: Channel | undefined): void {
  if (channel?.slug)
    channelsCell.patch((all) => all.map((c) => (c.slug === channel.slug ? { ...c, ...channel } : c)))
  channelsCell.refreshSoon(300)
}

/** Mine first, those with something unread on top of each part, desks last. */
export function channelOrder(channels: readonly Channel[]): Channel[] {
  const rank = (c: Channel): number =>
    (c.kind === 'desk' ? 4 : 0) + (c.joined ? 0 : 2) + (c.unread > 0 && c.joined ? 0 : 1)
  return [...channels].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
}
