import type { Channel } from '../connection/contract'
import { post } from '../connection/request'
import { channelChanged } from './listChannels'

/** A member makes a channel his own: live, counted as unread, notified. */
export async function joinChannel(clientKey: string, slug: string): Promise<void> {
  channelChanged(await post<Channel>(`/api/channels/${encodeURIComponent(slug)}/join`, { clientKey }))
}
