import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Alert } from '../connection/contract'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'
import { noteProgress } from './noteProgress'
import { postMessage } from './postMessage'

/** Where a member writes to everybody in the alert, or records what has been done. */
export function MessageBox({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const say = useAct((key, words: string) => postMessage(key, alert.id, words))
  const note = useAct((key, words: string) => noteProgress(key, alert.id, words))

  const send = async (act: typeof say, other: typeof say): Promise<void> => {
    if (!text.trim()) return
    other.clear()
    if (await act.run(text.trim())) setText('')
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
        error={(say.refusal ?? note.refusal)?.errors.text?.join(' ')}
        onChange={(e) => setText(e.currentTarget.value)}
        data-testid="pesan"
      />
      <Refused refusal={say.refusal ?? note.refusal} notSent />
      <div className="row">
        <Button
          type="submit"
          variant="default"
          loading={say.busy}
          disabled={!text.trim()}
          data-testid="pesan-kirim"
        >
          {t('message.send')}
        </Button>
        {alert.mayProgress && (
          <Button
            type="button"
            variant="default"
            loading={note.busy}
            disabled={!text.trim()}
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
