import { Button, Checkbox } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../ui/CopyButton'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'

interface RecoveryCodesProps {
  codes: readonly string[]
  /** The person has kept them. */
  done: () => unknown
}

/** The recovery codes, shown this once: to be copied or printed, and gone from here only when the person says so. */
export function RecoveryCodes({ codes, done }: RecoveryCodesProps) {
  const { t } = useTranslation()
  const [kept, setKept] = useState(false)
  const go = useAct(async () => done())
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  return (
    <section className="stack recovery-codes" aria-labelledby="codes-title" data-testid="kode-pemulihan">
      <h2 id="codes-title" ref={title} tabIndex={-1}>
        {t('codes.title')}
      </h2>
      <p>{t('codes.what')}</p>
      <ol className="codes figures">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="row not-printed">
        <CopyButton text={codes.join('\n')} testId="kode-salin" />
        <Button variant="default" size="lg" onClick={() => window.print()} data-testid="kode-cetak">
          {t('codes.print')}
        </Button>
      </div>
      <div className="stack not-printed">
        <Checkbox
          size="md"
          label={t('codes.kept')}
          checked={kept}
          onChange={(e) => setKept(e.currentTarget.checked)}
          data-testid="kode-disimpan"
        />
        <Refused refusal={go.refusal} />
        <Button
          size="lg"
          disabled={!kept}
          loading={go.busy}
          onClick={() => void go.run()}
          data-testid="kode-lanjut"
        >
          {t('codes.go')}
        </Button>
      </div>
    </section>
  )
}
