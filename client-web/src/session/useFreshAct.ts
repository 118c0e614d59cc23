import { useRef } from 'react'
import { type Act, useAct } from '../ui/useAct'

/** An act that changes who can come in. The hub wants to have seen the person lately, and says so. */
export interface FreshAct<A extends unknown[]> extends Act<A> {
  /** The person has to sign in once more first. */
  asksAgain: boolean
  /** Does once more what was refused for that. */
  repeat(): void
}

/** As useAct. What follows upon success belongs into the act itself, because the act may be repeated from elsewhere. */
export function useFreshAct<A extends unknown[]>(
  act: (clientKey: string, ...args: A) => Promise<unknown>,
): FreshAct<A> {
  const once = useAct(act)
  const last = useRef<A>(undefined)
  return {
    ...once,
    run: (...args) => {
      last.current = args
      return once.run(...args)
    },
    asksAgain: once.refusal?.code === 'fresh_sign_in_required',
    repeat: () => {
      if (last.current) void once.run(...last.current)
    },
  }
}
