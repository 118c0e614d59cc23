import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Organisation } from '../connection/contract'
import { useCell } from '../sync/cell'
import { guestName } from './guests'
import { organisationCell } from './readOrganisation'

/** How often facts that change a few times a year are read anew. */
export const rarely = 15 * 60_000

/** Turns the team's codes into the words people use. */
export interface TeamWords {
  organisation: Organisation | undefined
  agency(code: string): string
  caseType(code: string): string
  outcome(code: string): string
  region(code: string): string
}

/** Words for agencies, case types and regions, of nobody; a code nobody knows is shown as it is. */
export function useTeamWords(): TeamWords {
  const { t, i18n } = useTranslation()
  const organisation = useCell(organisationCell, rarely).value
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
    const agency = (code: string): string => {
      const name = guestName(code)
      return name === undefined ? (agencies.get(code) ?? code) : t('who.guest', { name })
    }
    return {
      organisation,
      agency,
      caseType: (code) => cases.get(code) ?? code,
      outcome: (code) => outcomes.get(code) ?? code,
      region: (code) => regions.get(code) ?? code,
    }
  }, [organisation, language, t])
}
