import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSending } from '../outbox/useSending'
import { useMe } from '../session/session'
import { Refused } from '../ui/Refused'
import { noteProgress } from './noteProgress'
import type { Thread } from './ownWords'
import { postMessage } from './postMessage'

interface MessageBoxProps {
  thread: Thread
  mayProgress?: boolean | undefined
}

/** Where a member writes to everybody in the alert, or records what has been done. */
export function MessageBox({ thread, mayProgress }: MessageBoxProps) {
  const { t } = useTranslation()
  const me = useMe()
  const [text, setText] = useState('')
  const say = useSending(me.id, (outbox, words: string) => postMessage(outbox, thread, words))
  const note = useSending(me.id, (outbox, words: string) => noteProgress(outbox, thread, words))
  const refusal = say.refusal ?? note.refusal

  const send = async (act: typeof say, other: typeof say): Promise<void> => {
    const words = text.trim()
    if (!words || say.busy || note.busy) return
    other.clear()
    setText('')
    const { is } = await act.run(words)
    // Whoever has begun the next message keeps it; the refused words stand above it then.
    if (is === 'refused') setText((next) => (next ? `${words}\n${next}` : words))
  }

  return (
    <form
      className="stack message-box"
      onSubmit={(e) => {
        e.preventDefault()
        void send(say, note)
      }}
    >
      <Textarea
        label={t('message.label')}
        description={t('report.noNames')}
        autosize={false}
        rows={2}
        size="md"
        value={text}
        error={refusal?.errors.text?.join(' ')}
        onChange={(e) => setText(e.currentTarget.value)}
        data-testid="pesan"
      />
      <Refused refusal={refusal} />
      <div className="row">
        <Button
          type="submit"
          variant="default"
          loading={say.busy}
          disabled={!text.trim() && !say.busy}
          data-testid="pesan-kirim"
        >
          {t('message.send')}
        </Button>
        {mayProgress && (
          <Button
            type="button"
            variant="default"
            loading={note.busy}
            disabled={!text.trim() && !note.busy}
            onClick={() => void send(note, say)}
            data-testid="kemajuan-kirim"
          >
            {t('message.progress')}
          </Button>
        )}
      </div>
    </form>
  )
}
