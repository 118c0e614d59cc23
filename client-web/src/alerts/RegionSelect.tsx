import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Organisation } from '../connection/contract'

interface RegionSelectProps {
  organisation: Organisation
  value: string
  choose: (code: string) => void
  error: string | undefined
  testId: string
}

/** A region or one of its districts. */
export function RegionSelect({ organisation, value, choose, error, testId }: RegionSelectProps) {
  const { t } = useTranslation()
  return (
    <NativeSelect
      label={t('report.region')}
      size="md"
      value={value}
      onChange={(e) => choose(e.currentTarget.value)}
      error={error}
      data={[
        { value: '', label: t('report.chooseRegion') },
        ...organisation.regions.map((r) => ({
          group: r.name,
          items: [
            { value: r.code, label: t('report.wholeRegion', { region: r.name }) },
            ...r.districts.map((d) => ({ value: d.code, label: d.name })),
          ],
        })),
      ]}
      data-testid={testId}
    />
  )
}
