import { Refused } from '../ui/Refused'
import { SignInAgain } from './SignInAgain'
import type { FreshAct } from './useFreshAct'

/** Why an act was refused; if only the sign-in is too old, the way to go on. Stands beside a form, never in it. */
export function FreshRefused<A extends unknown[]>({ act }: { act: FreshAct<A> }) {
  if (!act.asksAgain) return <Refused refusal={act.refusal} />
  return <SignInAgain busy={act.busy} done={act.repeat} back={act.clear} />
}
