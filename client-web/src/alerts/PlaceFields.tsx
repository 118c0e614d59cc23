import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Draft } from './draft'

type Finding = 'idle' | 'asking' | 'failed'

/** The exact place, if the officer wants to give it; only the agencies that are asked will see it. */
export function PlaceFields({ draft, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  const { t } = useTranslation()
  const [finding, setFinding] = useState<Finding>('idle')
  if (!('geolocation' in navigator)) return null

  const find = (): void => {
    setFinding('asking')
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        change({
          location: { lat: Number(coords.latitude.toFixed(6)), lon: Number(coords.longitude.toFixed(6)) },
        })
        setFinding('idle')
      },
      () => setFinding('failed'),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    )
  }

  return (
    <div className="stack">
      <div className="row">
        <button type="button" className="word-button" onClick={find} disabled={finding === 'asking'}>
          {t(finding === 'asking' ? 'report.locating' : 'report.useLocation')}
        </button>
        {draft.location && (
          <>
            <span className="small figures">
              {draft.location.lat.toFixed(5)}; {draft.location.lon.toFixed(5)}
            </span>
            <button
              type="button"
              className="word-button"
              onClick={() => change({ location: undefined, address: '' })}
            >
              {t('report.dropLocation')}
            </button>
          </>
        )}
      </div>
      {finding === 'failed' && <p className="small muted">{t('report.noLocation')}</p>}
      {draft.location && (
        <TextInput
          label={t('report.address')}
          size="md"
          value={draft.address}
          onChange={(e) => change({ address: e.currentTarget.value })}
        />
      )}
    </div>
  )
}
