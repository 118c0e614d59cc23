import { Button, Checkbox, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { LanguageSwitch } from '../i18n/LanguageSwitch'
import { Icon } from '../ui/Icon'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'
import { recoverAccount } from './signIn'

/** Where a member who has lost key or phone gets in with a code on paper; without one the agency's admin helps. */
export default function RecoverPage() {
  const { t } = useTranslation()
  const [userName, setUserName] = useState('')
  const [code, setCode] = useState('')
  const [shared, setShared] = useState(false)
  const act = useAct(() => recoverAccount(userName.trim(), code.trim(), shared))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void act.run()
  }

  return (
    <main className="lonely">
      <Link href="/masuk" className="back back-always">
        <Icon name="back" /> {t('recover.back')}
      </Link>
      <h1>{t('recover.title')}</h1>
      <p className="muted">{t('recover.what')}</p>
      <form onSubmit={submit} className="stack" aria-label={t('recover.title')} data-testid="pulih-form">
        <TextInput
          label={t('signIn.userName')}
          name="userName"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          size="md"
          required
          withAsterisk={false}
          value={userName}
          onChange={(e) => setUserName(e.currentTarget.value)}
        />
        <TextInput
          label={t('recover.code')}
          name="recoveryCode"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          size="md"
          required
          withAsterisk={false}
          value={code}
          onChange={(e) => setCode(e.currentTarget.value)}
          data-testid="pulih-kode"
        />
        <Checkbox
          label={t('signIn.shared')}
          description={t('signIn.sharedWhat')}
          size="md"
          checked={shared}
          onChange={(e) => setShared(e.currentTarget.checked)}
        />
        <Refused refusal={act.refusal} />
        <Button type="submit" size="lg" loading={act.busy} data-testid="pulih">
          {t('recover.go')}
        </Button>
      </form>
      <p className="small muted">{t('recover.otherwise')}</p>
      <LanguageSwitch />
    </main>
  )
}
