import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'
import { Waiting } from '../ui/Waiting'
import { openAlertLink } from './openAlertLink'

/** Where the link of an e-mail or text message leads once its reader has signed in: on to the alert. */
export default function AlertLinkPage({ secret }: { secret: string }) {
  const { t } = useTranslation()
  const [, navigate] = useLocation()
  const { run, busy, refusal } = useAct(async (key) => {
    const { alert } = await openAlertLink(key, secret)
    navigate(`/peringatan/${alert}`, { replace: true })
  })

  useEffect(() => {
    void run()
  }, [run])

  return (
    <main className="lonely">
      <h1>Timpora.Comms</h1>
      {!refusal && <Waiting rows={3} />}
      <Refused refusal={refusal} />
      {refusal && (
        <div className="stack" data-testid="tautan-ditolak">
          {refusal.retryable && (
            <Button size="lg" loading={busy} onClick={() => void run()}>
              {t('alertLink.again')}
            </Button>
          )}
          <p className="muted">{t('alertLink.otherwise')}</p>
          <Button variant="default" size="lg" onClick={() => navigate('/', { replace: true })}>
            {t('alertLink.home')}
          </Button>
        </div>
      )}
    </main>
  )
}
