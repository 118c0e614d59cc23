// A browser has one session for all its tabs. A tab that believes in the old one would show another's pages.
const channel = new BroadcastChannel('timpora-session')

/** Tells the browser's other tabs that somebody signed in or out. */
export const tellOtherTabs = (): void => channel.postMessage('changed')

/** Who is told when somebody signed in or out in another tab. */
export function whenOtherTabChanges(listener: () => void): void {
  channel.onmessage = listener
}
