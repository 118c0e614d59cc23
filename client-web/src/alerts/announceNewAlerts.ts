import i18next from 'i18next'
import type { Entry, Me } from '../connection/contract'
import { fact, revealed } from '../sync/reveal'
import { announce } from '../ui/announce'
import { openAlerts, owedAlerts } from './alertStore'

// An alert reaches an agency in its own channel and again on the desk; it is announced once.
const announced = new Set<string>()

/** Announces alerts that just arrived from somebody else, and escalations that ask this member. */
export function announceNewAlerts(me: Me, channel: string, entries: readonly Entry[]): void {
  for (const entry of entries) {
    const href = entry.alertId ? `/peringatan/${entry.alertId}` : undefined
    if (!href || entry.actor === me.id) continue
    if (entry.kind === 'alert.posted') {
      if (announced.has(href)) continue
      announced.add(href)
      const level = fact(entry, 'level') ?? ''
      const key = fact(entry, 'status') === 'Exercise' ? 'arrival.drill' : 'arrival.alert'
      const words = i18next.t(key, {
        level: i18next.t(`level.${level}`),
        headline: revealed(entry, 'headline') ?? '',
      })
      announce(words, { href, urgent: level === 'Kritis' })
    }
    if (entry.kind === 'obligation.delegated' && fact(entry, 'to') === me.agency.code) {
      if (channel !== me.deskChannel) continue
      announce(i18next.t('arrival.offer'), { href, urgent: true })
    }
    if (entry.kind === 'escalation.fired' && channel === me.deskChannel && asksMe(entry, me)) {
      // The step itself names neither headline nor drill; a list that shows the alert does.
      const known = [openAlerts, owedAlerts]
        .flatMap((c) => c.now().value?.items ?? [])
        .find((a) => a.id === entry.alertId)
      const key = known?.status === 'Exercise' ? 'arrival.escalationDrill' : 'arrival.escalation'
      announce(i18next.t(key, { headline: known?.headline ?? '' }), {
        href,
        urgent: known?.status !== 'Exercise',
      })
    }
  }
}

/** The escalation step asks this member; step 1 is the first notice and no escalation yet. */
export function asksMe(entry: Entry, me: Me): boolean {
  const recipients = entry.data?.recipients
  return Number(entry.data?.level ?? 0) > 1 && Array.isArray(recipients) && recipients.includes(me.id)
}
