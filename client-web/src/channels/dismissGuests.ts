import { request } from '../connection/request'
import { channelsCell } from './listChannels'

/** An organisation outside the team no longer reads along in a channel; from the commit on its people get nothing of it. */
export async function dismissGuests(slug: string, organisation: string): Promise<void> {
  const path = `/api/channels/${encodeURIComponent(slug)}/guests/${encodeURIComponent(organisation)}`
  await request('DELETE', path)
  channelsCell.patch((all) =>
    all.map((c) =>
      c.slug === slug && c.guests ? { ...c, guests: c.guests.filter((g) => g !== organisation) } : c,
    ),
  )
  await channelsCell.refresh()
}
