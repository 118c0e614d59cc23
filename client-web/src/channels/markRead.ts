import { newClientKey } from '../connection/clientKey'
import type { Channel } from '../connection/contract'
import { post } from '../connection/request'
import { channelChanged } from './listChannels'

/** Tells how far the member has read a channel. */
export async function markRead(slug: string, seq: number): Promise<void> {
  try {
    channelChanged(
      await post<Channel>(`/api/channels/${encodeURIComponent(slug)}/read`, {
        clientKey: newClientKey(),
        seq,
      }),
    )
  } catch {
    // The next entry that comes into view tells it again.
  }
}
