import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldError } from '../alerts/fieldErrors'
import { Refused } from '../ui/Refused'
import { useAct } from '../ui/useAct'
import { Waiting } from '../ui/Waiting'
import { readContacts, setContacts } from './contacts'

/** A member's e-mail address and mobile number, as the hub keeps them, to be changed. */
export function ContactsForm({ member }: { member: string }) {
  const { t } = useTranslation()
  const [email, setEmail] = useState('')
  const [mobile, setMobile] = useState('')
  const [known, setKnown] = useState(false)
  const [saved, setSaved] = useState(false)
  const read = useAct(async () => {
    const contacts = await readContacts(member)
    setEmail(contacts.email ?? '')
    setMobile(contacts.mobile ?? '')
    setKnown(true)
  })
  const save = useAct((key, to: { email: string; mobile: string }) => setContacts(key, member, to))
  const { run } = read

  useEffect(() => {
    void run()
  }, [run])

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!(await save.run({ email: email.trim(), mobile: mobile.trim() }))) return
    // As the hub keeps them now: a number written as at home has its country's before it.
    await run()
    setSaved(true)
  }
  const typed = (set: (value: string) => void) => (event: { currentTarget: { value: string } }) => {
    set(event.currentTarget.value)
    setSaved(false)
  }

  if (!known) return <Waiting rows={2} refusal={read.refusal} />
  return (
    <form
      className="stack"
      noValidate
      onSubmit={submit}
      data-testid={`kontak-${member}`}
      aria-label={t('contacts.title')}
    >
      <TextInput
        type="email"
        label={t('contacts.email')}
        autoComplete="email"
        size="md"
        value={email}
        onChange={typed(setEmail)}
        error={fieldError(save.refusal, 'email')}
      />
      <TextInput
        type="tel"
        label={t('contacts.mobile')}
        description={t('contacts.mobileHelp')}
        autoComplete="tel"
        size="md"
        value={mobile}
        onChange={typed(setMobile)}
        error={fieldError(save.refusal, 'mobile')}
      />
      <Refused refusal={save.refusal} />
      <div className="row">
        <Button type="submit" loading={save.busy} data-testid="kontak-simpan">
          {t('contacts.save')}
        </Button>
        <span role="status" className="muted small">
          {saved && t('contacts.saved')}
        </span>
      </div>
    </form>
  )
}
