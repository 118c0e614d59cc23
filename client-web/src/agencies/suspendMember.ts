import { post } from '../connection/request'
import { membersCell } from './readOrganisation'

const change = async (member: string, act: 'suspend' | 'restore'): Promise<void> => {
  await post(`/api/members/${encodeURIComponent(member)}/${act}`, {})
  membersCell.patch((members) =>
    members.map((m) => (m.id === member ? { ...m, suspended: act === 'suspend' } : m)),
  )
  void membersCell.refresh()
}

/** A member's account is closed for a while: from the commit on nothing opens with it. */
export const suspendMember = (member: string): Promise<void> => change(member, 'suspend')

/** A closed account opens again; the member signs in anew. */
export const restoreMember = (member: string): Promise<void> => change(member, 'restore')
