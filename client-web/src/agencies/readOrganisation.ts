import type { Member, Organisation, Page } from '../connection/contract'
import { asRefusal } from '../connection/refusal'
import { get } from '../connection/request'
import { keep, recall } from '../storage/device'
import { Cell } from '../sync/cell'

/** The team's agencies, case types, ladders, regions and outcomes. */
export const organisationCell = new Cell(async () => {
  try {
    const organisation = await get<Organisation>('/api/organisation')
    void keep('organisation', organisation)
    return organisation
  } catch (cause) {
    // Public facts that change a few times a year: without a line the remembered ones do.
    const remembered = asRefusal(cause).retryable ? await recall<Organisation>('organisation') : undefined
    if (!remembered) throw cause
    return remembered
  }
})

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
