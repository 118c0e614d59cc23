import { useEffect, useState } from 'react'
import type { Channel, Page } from '../connection/contract'
import { get } from '../connection/request'
import { keep, recall } from '../storage/device'
import { Cell, useCell } from '../sync/cell'

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
  void keep('channels', channels.map(nameOnly))
  return channels
})

// How a channel can be found again without a line; nothing of what is in it.
const nameOnly = ({ slug, name, kind, admits }: Channel): Channel => ({
  slug,
  name,
  kind,
  joined: false,
  head: 0,
  epoch: '',
  read: 0,
  unread: 0,
  ...(admits ? { admits } : {}),
})

/** The channels to choose from when posting: the server's list, or without a line the names this device remembers. */
export function usePostableChannels(): readonly Channel[] {
  const known = useCell(channelsCell).value
  const [remembered, setRemembered] = useState<Channel[]>([])
  useEffect(() => {
    void recall<Channel[]>('channels').then((channels) => setRemembered(channels ?? []))
  }, [])
  return known ?? remembered
}

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
