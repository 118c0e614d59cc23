import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Member } from '../connection/contract'
import { useCell } from '../sync/cell'
import { membersCell } from './readOrganisation'
import { rarely, type TeamWords, useTeamWords } from './useTeamWords'

/** Turns codes and ids into the words people use. */
export interface Names extends TeamWords {
  member(id: string | undefined): string
  memberOf(id: string | undefined): Member | undefined
}

/** Words for agencies, case types, regions and people; a code nobody knows is shown as it is. */
export function useNames(): Names {
  const { t } = useTranslation()
  const words = useTeamWords()
  const members = useCell(membersCell, rarely).value
  return useMemo(() => {
    const people = new Map(members?.map((m) => [m.id, m]))
    return {
      ...words,
      member: (id) =>
        id === 'system' ? t('who.system') : ((id && people.get(id)?.name) ?? t('who.someone')),
      memberOf: (id) => (id ? people.get(id) : undefined),
    }
  }, [words, members, t])
}
