import { useTranslation } from 'react-i18next'
import { type Language, languageNow, languages, setLanguage } from './i18n'

// Every language is named in itself: whoever cannot read this page must still find the way out.
const names: Record<Language, string> = { id: 'Bahasa Indonesia', en: 'English' }

/** Chooses the language of the page. */
export function LanguageSwitch() {
  const { t } = useTranslation()
  return (
    <fieldset className="language" data-testid="bahasa">
      <legend className="visually-hidden">{t('more.language')}</legend>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          className="word-button"
          lang={language}
          aria-pressed={languageNow() === language}
          onClick={() => void setLanguage(language)}
        >
          {names[language]}
        </button>
      ))}
    </fieldset>
  )
}
