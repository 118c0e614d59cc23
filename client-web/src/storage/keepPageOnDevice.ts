/**
 * Has the service worker keep the page itself on the device, so that it opens without a line. Begins once the page
 * stands: on a slow line the first alert comes first.
 */
export function keepPageOnDevice(): void {
  // Only a secure origin has service workers; where there are none the page works as long as it stays open.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  const begin = (): void => void navigator.serviceWorker.register('/sw.js').catch(() => {})
  if (document.readyState === 'complete') begin()
  else globalThis.addEventListener('load', begin, { once: true })
}
