import type { Member, Organisation, Page } from '../connection/contract'
import { get } from '../connection/request'
import { Cell } from '../sync/cell'

/** The team's agencies, case types, ladders, regions and outcomes. */
export const organisationCell = new Cell(() => get<Organisation>('/api/organisation'))

/** The team's members, for turning ids into names. */
export const membersCell = new Cell(async () => {
  const members: Member[] = []
  let cursor: string | undefined
  do {
    const page: Page<Member> = await get(
      `/api/members?limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    )
    members.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor)
  return members
})
