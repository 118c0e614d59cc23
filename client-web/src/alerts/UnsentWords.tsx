import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutboxItem } from '../outbox/outboxItem'
import { outboxOf } from '../outbox/ownOutbox'
import { useMe } from '../session/session'
import { clockTime } from '../ui/time'
import { UnsentState } from './UnsentState'

/** A message of one's own that is not in the log yet; refused ones can be mended or given up. */
export function UnsentWords({ item, landed }: { item: OutboxItem; landed?: boolean }) {
  const { t } = useTranslation()
  const me = useMe()
  const text = String(item.body.text ?? '')
  return (
    <li className={landed ? 'speech speech-mine' : 'speech speech-mine unsent'} data-testid="pesan-belum">
      <p className="speech-who small">
        <strong>{me.name}</strong>
        <span className="muted figures"> {clockTime(item.writtenAt)}</span>
      </p>
      {item.kind === 'progress' && <p className="tag">{t('entryTag.progress')}</p>}
      <p className="speech-text">{text}</p>
      {!landed && <UnsentState item={item} />}
      {item.refusal && <Mend key={item.key} item={item} text={text} />}
    </li>
  )
}

function Mend({ item, text }: { item: OutboxItem; text: string }) {
  const { t } = useTranslation()
  const [words, setWords] = useState<string>()
  const outbox = outboxOf(item.member)
  const send = (): void => {
    if (words?.trim()) void outbox.mend(item.place, { body: { ...item.body, text: words.trim() } })
  }
  return (
    <div className="stack">
      {words !== undefined && (
        <Textarea
          label={t('outbox.mendLabel')}
          rows={2}
          value={words}
          onChange={(e) => setWords(e.currentTarget.value)}
          data-testid="pesan-perbaiki"
        />
      )}
      <div className="row">
        {words === undefined ? (
          <Button variant="default" size="sm" onClick={() => setWords(text)} data-testid="pesan-ubah">
            {t('outbox.mend')}
          </Button>
        ) : (
          <Button size="sm" disabled={!words.trim()} onClick={send} data-testid="pesan-kirim-lagi">
            {t('send.again')}
          </Button>
        )}
        <Button
          variant="default"
          size="sm"
          onClick={() => void outbox.discard(item.place)}
          data-testid="pesan-buang"
        >
          {t('outbox.discard')}
        </Button>
      </div>
    </div>
  )
}
