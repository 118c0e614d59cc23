import { post } from '../connection/request'

/** What the first administrator fills in. */
export interface FirstAdministrator {
  token: string
  userName: string
  name: string
  password: string
}

/** The first administrator redeems the one-time link that the server printed at its first start. */
export const becomeFirstAdministrator = (person: FirstAdministrator): Promise<unknown> =>
  post('/api/first-administrator', person)
