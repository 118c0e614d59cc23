import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { ContactsForm } from '../agencies/ContactsForm'
import { MembersPart } from '../agencies/MembersPart'
import { useNames } from '../agencies/useNames'
import { DutyPanel } from '../duty/DutyPanel'
import { EngineCheck } from '../duty/EngineCheck'
import { LanguageSwitch } from '../i18n/LanguageSwitch'
import { SecurityPart } from './SecurityPart'
import { SessionsPart } from './SessionsPart'
import { SignOutPart } from './SignOutPart'
import { mayReadDuty, mayReadMeasures, useMe } from './session'

/** Everything else: language, who I am, duty, members, sign out, and where the region data comes from. */
export default function MorePage() {
  const { t } = useTranslation()
  const me = useMe()
  const names = useNames()
  return (
    <div className="more stack">
      <section>
        <h2>{t('more.me')}</h2>
        <p>
          <strong>{me.name}</strong>
          <br />
          {me.position} · {names.agency(me.agency.code)}
          <br />
          <span className="muted">{me.roles.map((r) => t(`role.${r}`)).join(', ')}</span>
        </p>
        {me.roles.map((r) => (
          <p key={r} className="muted small">
            {t(`roleMay.${r}`)}
          </p>
        ))}
      </section>
      <section>
        <h2>{t('contacts.title')}</h2>
        <p className="muted small">{t('contacts.what')}</p>
        <ContactsForm member={me.id} />
      </section>
      <section>
        <h2>{t('more.language')}</h2>
        <LanguageSwitch />
      </section>
      {mayReadDuty(me) && (
        <section>
          <h2>{t('more.duty')}</h2>
          <DutyPanel agency={me.agency.code} controls />
          <EngineCheck agency={me.agency.code} />
          <nav className="row" aria-label={t('more.places')}>
            <Link href="/lainnya/jaga" className="word-button" data-testid="ke-jaga">
              {t('more.roster')}
            </Link>
            {mayReadMeasures(me) && (
              <Link href="/lainnya/ukuran" className="word-button" data-testid="ke-ukuran">
                {t('more.measures')}
              </Link>
            )}
          </nav>
        </section>
      )}
      <MembersPart />
      <SecurityPart />
      <SessionsPart />
      <section>
        <SignOutPart />
      </section>
      <footer className="small muted">
        <p>{t('more.regions')}</p>
      </footer>
    </div>
  )
}
