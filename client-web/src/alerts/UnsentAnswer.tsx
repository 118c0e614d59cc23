import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { OutboxItem } from '../outbox/outboxItem'
import { outboxOf } from '../outbox/ownOutbox'
import { UnsentState } from './UnsentState'

/** The agency's acceptance while it waits for the line; until the server has it, the agency still owes its answer. */
export function UnsentAnswer({ item }: { item: OutboxItem }) {
  const { t } = useTranslation()
  return (
    <div className="notice notice-amber" data-testid="terima-belum">
      <div className="stack">
        <p>
          <strong>{t('outbox.answer')}</strong>
        </p>
        <UnsentState item={item} />
        <Button
          variant="default"
          size="sm"
          onClick={() => void outboxOf(item.member).discard(item.place)}
          data-testid="terima-belum-batal"
        >
          {t(item.refusal ? 'outbox.understood' : 'answer.undo')}
        </Button>
      </div>
    </div>
  )
}
