import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Member, Organisation } from '../connection/contract'
import { useCell } from '../sync/cell'
import { membersCell, organisationCell } from './readOrganisation'

const rarely = 15 * 60_000

/** Turns codes and ids into the words people use. */
export interface Names {
  organisation: Organisation | undefined
  agency(code: string): string
  caseType(code: string): string
  outcome(code: string): string
  region(code: string): string
  member(id: string | undefined): string
  memberOf(id: string | undefined): Member | undefined
}

/** Words for agencies, case types, regions and people; a code nobody knows is shown as it is. */
export function useNames(): Names {
  const { t, i18n } = useTranslation()
  const organisation = useCell(organisationCell, rarely).value
  const members = useCell(membersCell, rarely).value
  const language = i18n.language === 'en' ? 'en' : 'id'
  return useMemo(() => {
    const agencies = new Map(organisation?.agencies.map((a) => [a.code, a.name]))
    const cases = new Map(organisation?.caseTypes.map((c) => [c.code, c.name[language]]))
    const outcomes = new Map(organisation?.outcomes.map((o) => [o.code, o.name[language]]))
    const regions = new Map(
      organisation?.regions.flatMap((r) => [
        [r.code, r.name] as const,
        ...r.districts.map((d) => [d.code, d.name] as const),
      ]),
    )
    const people = new Map(members?.map((m) => [m.id, m]))
    return {
      organisation,
      agency: (code) => agencies.get(code) ?? code,
      caseType: (code) => cases.get(code) ?? code,
      outcome: (code) => outcomes.get(code) ?? code,
      region: (code) => regions.get(code) ?? code,
      member: (id) =>
        id === 'system' ? t('who.system') : ((id && people.get(id)?.name) ?? t('who.someone')),
      memberOf: (id) => (id ? people.get(id) : undefined),
    }
  }, [organisation, members, language, t])
}
