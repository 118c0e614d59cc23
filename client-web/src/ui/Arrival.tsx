import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { dismissAnnouncement, useAnnouncement } from './announce'
import { Icon } from './Icon'

/** Tells of something that just arrived, wherever the person is; read aloud, urgent things at once. */
export function Arrival() {
  const { t } = useTranslation()
  const [here, go] = useLocation()
  const news = useAnnouncement()
  // The desk shows what is owed by itself, and larger.
  const elsewhere = news && news.href !== here && here !== '/meja'
  return (
    <>
      <div className="visually-hidden" aria-live="polite">
        {news && !news.urgent ? news.words : ''}
      </div>
      <div className="visually-hidden" aria-live="assertive">
        {news?.urgent ? news.words : ''}
      </div>
      {elsewhere && (
        <div className={news.urgent ? 'arrival arrival-urgent' : 'arrival'}>
          <Icon name="alerts" />
          <span className="arrival-words">{news.words}</span>
          <span className="arrival-buttons">
            {news.href && (
              <button
                type="button"
                className="word-button"
                onClick={() => {
                  go(news.href ?? here)
                  dismissAnnouncement()
                }}
              >
                {t('arrival.open')}
              </button>
            )}
            <button type="button" className="word-button" onClick={dismissAnnouncement}>
              {t('arrival.later')}
            </button>
          </span>
        </div>
      )}
    </>
  )
}
