import { alertChanged, owedAlerts } from './alerts/alertStore'
import { announceNewAlerts } from './alerts/announceNewAlerts'
import { recheckAlerts } from './alerts/recheckAlerts'
import { catchUpLogs, channelLog, forgetLogs } from './channels/channelLog'
import { channelsCell } from './channels/listChannels'
import { readEntries } from './channels/readEntries'
import type { Channel, Entry, Me } from './connection/contract'
import { HubLine } from './connection/hubLine'
import { get } from './connection/request'
import { dutyCells } from './duty/readDuty'
import { mayAnswer } from './session/session'
import { refreshShown } from './sync/cell'
import { ChannelFeed } from './sync/channelFeed'

const askAgainAfter = 5000

/** Keeps everything in view true while somebody is signed in; returns how to stop. */
export function startLiveUpdates(me: Me): () => void {
  let first = true
  const line = new HubLine({
    entries: (channel, epoch, entries) => feed.entries(channel, epoch, entries),
    heads: (heads) => feed.heads(heads),
    resync: (channel) => feed.resync(channel),
    revoked: (channel) => feed.revoked(channel),
    connected: () => {
      feed.connected()
      // What changed during the cut comes as entries; reading anew covers what no entry tells.
      if (!first) {
        refreshShown()
        catchUpLogs()
      }
      first = false
      confirm()
    },
    // A line that is refused may mean that the session is over; the answer to this question says so.
    failed: () => void get('/api/me').catch(() => {}),
  })
  const quietly = (sent: Promise<void>): void => void sent.catch(() => {})
  const feed = new ChannelFeed(
    {
      subscribe: (from) =>
        void line.invoke('Subscribe', from).catch(() => {
          // Perhaps one of the channels is closed to us by now: look again, then ask again.
          channelsCell.refreshSoon()
          setTimeout(() => feed.connected(), askAgainAfter)
        }),
      unsubscribe: (channels) => quietly(line.invoke('Unsubscribe', channels)),
      received: (channel, seq) => quietly(line.invoke('Received', channel, seq)),
    },
    {
      entries: (channel, entries) => news(me, channel, entries),
      reloaded: (channel) => {
        channelLog(channel).reset()
        refreshShown()
      },
      revoked: (channel) => {
        channelsCell.refreshSoon()
        channelLog(channel).reset()
        recheckAlerts()
      },
    },
    async (channel) => readEntries(channel, 0, 1),
  )

  // A device that was away begins at the heads and gets no entries for what it missed; once it has read what its
  // agency owes it has it all the same, and the senders may know.
  let confirmed = !mayAnswer(me)
  const confirm = (): void => {
    if (confirmed || first || !owedAlerts.now().value || !channelsCell.now().value) return
    confirmed = true
    feed.confirmAll()
  }

  const followAll = (): void => {
    const channels = channelsCell.now().value?.filter((c) => isFollowed(c, me))
    if (!channels) return
    feed.followOnly(new Set(channels.map((c) => c.slug)))
    feed.follow(channels)
    confirm()
  }
  const leave = channelsCell.subscribe(followAll)
  const leaveOwed = confirmed ? (): void => {} : owedAlerts.subscribe(confirm)
  followAll()
  void channelsCell.refresh()
  line.start()
  // A phone that slept may hold a line that only looks alive: what is in view is read anew at once.
  const woken = (): void => {
    if (document.visibilityState === 'visible') refreshShown()
  }
  document.addEventListener('visibilitychange', woken)
  return () => {
    leave()
    leaveOwed()
    document.removeEventListener('visibilitychange', woken)
    feed.clear()
    forgetLogs()
    void line.stop()
  }
}

// Everything the member may read is followed, joined or not, so that no list on the page is ever older than its line;
// of the desks only the own agency's.
const isFollowed = (channel: Channel, me: Me): boolean =>
  channel.kind !== 'desk' || channel.slug === me.deskChannel

// These come from every device that gets an alert; a list shows nothing of them.
const inGridOnly = new Set(['obligation.delivered', 'obligation.seen', 'message.posted'])

function news(me: Me, channel: string, entries: readonly Entry[]): void {
  channelLog(channel).append(entries)
  channelsCell.refreshSoon(400)
  const changed = new Map<string, boolean>()
  for (const { alertId, kind } of entries) {
    if (alertId) changed.set(alertId, changed.get(alertId) || !inGridOnly.has(kind))
  }
  for (const [id, inLists] of changed) alertChanged(id, inLists)
  if (entries.some((e) => e.kind === 'withheld')) recheckAlerts()
  if (entries.some((e) => e.kind.startsWith('duty.'))) dutyCells.refreshShown()
  announceNewAlerts(me, channel, entries)
}
