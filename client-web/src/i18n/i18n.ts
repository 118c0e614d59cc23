import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { speak } from '../connection/request'
import { keep, recall } from '../storage/device'
import id from './id.json'

/** The languages of the page; Indonesian comes first. */
export const languages = ['id', 'en'] as const
/** A language of the page. */
export type Language = (typeof languages)[number]

/** Prepares the words before anything is drawn: the kept language, or Indonesian. */
export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'id',
    fallbackLng: 'id',
    resources: { id: { translation: id } },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  if ((await recall<string>('language')) === 'en') await setLanguage('en')
}

/** The person chooses a language; English is loaded only then. */
export async function setLanguage(language: Language): Promise<void> {
  if (language === 'en' && !i18next.hasResourceBundle('en', 'translation')) {
    const en = await import('./en.json')
    i18next.addResourceBundle('en', 'translation', en.default)
  }
  speak(language)
  document.documentElement.lang = language
  await i18next.changeLanguage(language)
  await keep('language', language)
}

/** The language in use now. */
export const languageNow = (): Language => (i18next.language === 'en' ? 'en' : 'id')
