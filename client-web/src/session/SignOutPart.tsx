import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { unreachable } from '../connection/refusal'
import { outboxOf, useOutbox } from '../outbox/ownOutbox'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'
import { useMe } from './session'
import { signOut } from './signOut'

/** Signing out; with something unsent the person says first what becomes of it. */
export function SignOutPart() {
  const { t } = useTranslation()
  const me = useMe()
  const { items, keeps } = useOutbox(me.id)
  const [asking, setAsking] = useState(false)
  const out = useAct(() => signOut())
  const begin = useAct(async () => {
    // The device knows what waits; this page may not have read it yet.
    const waiting = await outboxOf(me.id).reload()
    if (waiting.length > 0) setAsking(true)
    else await signOut()
  })
  const send = useAct(async () => {
    const outbox = outboxOf(me.id)
    outbox.hurry()
    await outbox.settled()
    const { items: left } = outbox.now()
    if (left.length === 0) await signOut()
    // What the server refused is said in the bar; the rest needs a line.
    else if (!left.some((i) => i.refusal)) throw unreachable()
  })
  const discard = useAct(async () => {
    const outbox = outboxOf(me.id)
    for (const { place } of outbox.now().items) await outbox.discard(place)
    await signOut()
  })
  const busy = begin.busy || out.busy || send.busy || discard.busy
  const ask = asking && (items.length > 0 || busy)
  const question = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (ask) question.current?.scrollIntoView({ block: 'end' })
  }, [ask])

  return (
    <div className="stack">
      <Refused refusal={begin.refusal ?? out.refusal ?? send.refusal ?? discard.refusal} />
      {!ask && (
        <div>
          <Button
            variant="default"
            size="md"
            loading={busy}
            onClick={() => void begin.run()}
            data-testid="keluar"
          >
            {t('more.signOut')}
          </Button>
        </div>
      )}
      {ask && (
        <div className="notice notice-amber asks-first" ref={question} data-testid="keluar-tanya">
          <div className="stack">
            <p>
              <strong>{t('outbox.notSent', { count: items.length })}</strong> {t('outbox.signOutAsk')}
            </p>
            <Button
              loading={send.busy}
              disabled={busy}
              onClick={() => void send.run()}
              data-testid="keluar-kirim"
            >
              {t('outbox.sendThenOut')}
            </Button>
            {keeps && (
              <Button
                variant="default"
                loading={out.busy}
                disabled={busy}
                onClick={() => void out.run()}
                data-testid="keluar-simpan"
              >
                {t('outbox.keepAndOut')}
              </Button>
            )}
            <Button
              variant="default"
              loading={discard.busy}
              disabled={busy}
              onClick={() => void discard.run()}
              data-testid="keluar-buang"
            >
              {t('outbox.discardAndOut')}
            </Button>
            <Button variant="subtle" disabled={busy} onClick={() => setAsking(false)}>
              {t('reason.back')}
            </Button>
          </div>
        </div>
      )}
    </div>
  )
}
