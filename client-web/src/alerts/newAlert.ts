import type { Channel, Organisation } from '../connection/contract'
import { chooseChannel } from './chooseChannel'
import { alertFrom, type Draft } from './draft'
import type { NewAlert } from './postAlert'

/** The alert that a draft posts, with the channel it goes to when the poster chose none. */
export function newAlert(draft: Draft, organisation: Organisation, channels: readonly Channel[]): NewAlert {
  const alert = alertFrom(draft, organisation)
  const channel = draft.channel || chooseChannel(channels, alert.channel, draft.regionCode, organisation)
  return { ...alert, channel }
}
