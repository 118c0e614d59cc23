const patience = 30_000

/**
 * Does work while no other tab does it for the same member. A tab that the system froze in the middle of it loses its
 * turn after a while: two senders would do no harm, the client keys see to that, but a frozen one would hold up all.
 */
export async function oneSender(member: string, work: () => Promise<void>): Promise<void> {
  const locks = (navigator as { locks?: LockManager }).locks
  // Without a secure origin there are no locks; each tab then sends in order, and the server answers repeats.
  if (!locks) return work()
  const name = `timpora-outbox-${member}`
  let begun = false
  const once = (): Promise<void> => {
    begun = true
    return work()
  }
  try {
    await locks.request(name, { signal: AbortSignal.timeout(patience) }, once)
  } catch (cause) {
    if (begun) throw cause
    await locks.request(name, { steal: true }, once)
  }
}
