import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useMe } from '../session/session'
import { AgencyTicks } from './AgencyTicks'
import { chooseChannel, postableChannels } from './chooseChannel'
import { marks } from './draft'
import type { FactsStepProps } from './FactsStep'
import { fieldError } from './fieldErrors'
import { RecipientTicks } from './RecipientTicks'
import { whoIsAsked } from './whoIsAsked'

/** What hardly anybody needs at 2 a.m.: time, channel, mark, exclusion, drill; folded. */
export function AdvancedFields({
  draft,
  change,
  caseType,
  organisation,
  channels,
  missing,
  refusal,
}: FactsStepProps) {
  const { t } = useTranslation()
  const me = useMe()
  const asked = whoIsAsked(organisation, draft.caseType, draft.regionCode, {
    added: draft.addAgencies,
    victims: draft.possibleVictims,
  })
  const suggested = chooseChannel(channels, caseType?.channel ?? '', draft.regionCode, organisation)
  const paths = [
    'channel',
    'tlp',
    'recipients',
    'requiredAgencies',
    'exclude',
    'exclude.agencies',
    'exclude.reason',
    'occurredAt',
  ]
  const troubled =
    paths.some((p) => fieldError(refusal, p)) ||
    missing.includes('excludeReason') ||
    missing.includes('recipients')
  const toggle = (code: string): void =>
    change({
      excludeAgencies: draft.excludeAgencies.includes(code)
        ? draft.excludeAgencies.filter((c) => c !== code)
        : [...draft.excludeAgencies, code],
    })

  return (
    <details className="fold" open={troubled || undefined}>
      <summary>{t('report.advanced')}</summary>
      <div className="stack fold-body">
        <Checkbox
          size="md"
          label={t('report.exercise')}
          checked={draft.exercise}
          onChange={(e) => change({ exercise: e.currentTarget.checked })}
          data-testid="lapor-latihan"
        />
        <TextInput
          type="datetime-local"
          label={t('report.occurred')}
          size="md"
          value={draft.occurredAt}
          onChange={(e) => change({ occurredAt: e.currentTarget.value })}
          error={fieldError(refusal, 'occurredAt')}
        />
        <NativeSelect
          label={t('report.channel')}
          size="md"
          value={draft.channel || suggested}
          onChange={(e) => change({ channel: e.currentTarget.value })}
          error={fieldError(refusal, 'channel')}
          data={postableChannels(channels).map((c) => ({ value: c.slug, label: c.name }))}
        />
        <NativeSelect
          label={t('report.tlp')}
          size="md"
          value={draft.tlp || (caseType?.tlp ?? 'AMBER')}
          onChange={(e) => change({ tlp: e.currentTarget.value })}
          error={fieldError(refusal, 'tlp')}
          data={marks.map((m) => ({ value: m, label: `${m}: ${t(`tlp.${m}`)}` }))}
        />
        {draft.tlp === 'RED' && (
          <RecipientTicks
            draft={draft}
            change={change}
            agencies={[...asked.map((a) => a.code), me.agency.code]}
            error={
              fieldError(refusal, 'recipients') ??
              (missing.includes('recipients') ? t('report.missing.recipients') : undefined)
            }
          />
        )}
        {caseType !== undefined && caseType.kinds.length > 0 && (
          <AgencyTicks
            draft={draft}
            change={change}
            caseType={caseType}
            organisation={organisation}
            refusal={refusal}
          />
        )}
        {asked.length > 0 && (
          <fieldset className="choice">
            <legend>{t('report.exclude')}</legend>
            <p className="small muted">{t('report.excludeHelp')}</p>
            {asked
              .filter((a) => a.code !== me.agency.code)
              .map((a) => (
                <Checkbox
                  key={a.code}
                  size="md"
                  label={a.name}
                  checked={draft.excludeAgencies.includes(a.code)}
                  onChange={() => toggle(a.code)}
                />
              ))}
            {fieldError(refusal, 'exclude', 'exclude.agencies') && (
              <p className="field-error">{fieldError(refusal, 'exclude', 'exclude.agencies')}</p>
            )}
          </fieldset>
        )}
        {draft.excludeAgencies.length > 0 && (
          <Textarea
            label={t('report.excludeReason')}
            size="md"
            rows={2}
            value={draft.excludeReason}
            onChange={(e) => change({ excludeReason: e.currentTarget.value })}
            error={
              fieldError(refusal, 'exclude.reason') ??
              (missing.includes('excludeReason') ? t('report.missing.excludeReason') : undefined)
            }
          />
        )}
      </div>
    </details>
  )
}
