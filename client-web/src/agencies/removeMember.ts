import { request } from '../connection/request'
import { membersCell } from './readOrganisation'

/** An agency's admin removes a member; from the commit on that member gets nothing more. */
export async function removeMember(clientKey: string, member: string): Promise<void> {
  await request('DELETE', `/api/members/${encodeURIComponent(member)}`, { clientKey })
  membersCell.patch((members) => members.filter((m) => m.id !== member))
  void membersCell.refresh()
}
