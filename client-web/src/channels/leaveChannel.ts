import type { Channel } from '../connection/contract'
import { post } from '../connection/request'
import { channelChanged } from './listChannels'

/** A member leaves a channel; it can still be read. */
export async function leaveChannel(clientKey: string, slug: string): Promise<void> {
  channelChanged(await post<Channel>(`/api/channels/${encodeURIComponent(slug)}/leave`, { clientKey }))
}
