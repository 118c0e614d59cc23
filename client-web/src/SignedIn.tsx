import type { Me } from './connection/contract'

/** Everything behind the sign-in. */
export function SignedIn({ me }: { me: Me }) {
  return <main className="lonely">{me.name}</main>
}
