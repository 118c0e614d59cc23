import { useSyncExternalStore } from 'react'
import { post } from '../connection/request'

// The secret stands in the fragment, which browsers never send to a server or to another site.
const pattern = /^#\/buka\/([\w-]+)$/

/** The secret in the address, if this address is the link of an e-mail or text message. */
export const alertLinkSecret = (): string | undefined => pattern.exec(location.hash)?.[1]

// The last two are the router's own: leaving for the same path without the fragment is no change of the hash to a browser.
const changes = ['hashchange', 'popstate', 'pushState', 'replaceState']

function listen(listener: () => void): () => void {
  for (const change of changes) addEventListener(change, listener)
  return () => {
    for (const change of changes) removeEventListener(change, listener)
  }
}

/** As above, also when such a link is opened in a page that is there already, and left again. */
export const useAlertLinkSecret = (): string | undefined => useSyncExternalStore(listen, alertLinkSecret)

/** The signed-in member uses up the link and learns which alert it leads to. */
export const openAlertLink = (clientKey: string, secret: string): Promise<{ alert: string }> =>
  post('/api/alert-links', { clientKey, secret })
