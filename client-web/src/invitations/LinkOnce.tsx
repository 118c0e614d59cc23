import { Button, TextInput } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../ui/CopyButton'
import { fullTime } from '../ui/time'
import { type Invited, linkOf } from './invitations'

/** A link that was just made, shown this once: to be handed to its person directly. */
export function LinkOnce({ invited, done }: { invited: Invited; done: () => void }) {
  const { t } = useTranslation()
  const link = linkOf(invited.secret)
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  return (
    <section className="notice notice-blue link-once" aria-labelledby="link-title" data-testid="tautan-baru">
      <div className="stack">
        <h3 id="link-title" ref={title} tabIndex={-1}>
          {t('invite.made')}
        </h3>
        <p>{t('invite.madeWhat', { time: fullTime(invited.expiresAt) })}</p>
        <TextInput
          label={t('invite.link')}
          size="md"
          readOnly
          value={link}
          onFocus={(e) => e.currentTarget.select()}
          data-testid="tautan"
        />
        <div className="row">
          <CopyButton text={link} testId="tautan-salin" />
          {typeof navigator.share === 'function' && (
            <Button
              variant="default"
              size="lg"
              // Who closes the list of apps has changed their mind; the link still stands here.
              onClick={() => void navigator.share({ url: link }).catch(() => {})}
              data-testid="tautan-bagikan"
            >
              {t('invite.share')}
            </Button>
          )}
          <Button variant="subtle" size="lg" onClick={done} data-testid="tautan-selesai">
            {t('invite.done')}
          </Button>
        </div>
      </div>
    </section>
  )
}
