import { useSyncExternalStore } from 'react'

const pattern = /^#\/undangan\/([\w-]+)$/
let secret: string | undefined
const listeners = new Set<() => void>()

const tell = (): void => {
  for (const listener of listeners) listener()
}

// Whoever looks over a shoulder or into the history must not find what opens an account.
function take(): void {
  const found = pattern.exec(location.hash)?.[1]
  if (found === undefined) return
  secret = found
  history.replaceState(null, '', '/')
  tell()
}

/** Takes the secret of an invitation's link out of the address, now and whenever such a link is opened in this page; returns how to stop. */
export function watchInvitationLinks(): () => void {
  take()
  addEventListener('hashchange', take)
  return () => removeEventListener('hashchange', take)
}

/** The secret of the link that the person has opened, until it is used or left. */
export const useInvitationSecret = (): string | undefined =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => secret,
  )

/** The link is used, or the person goes on without it. */
export function leaveInvitation(): void {
  secret = undefined
  tell()
}
