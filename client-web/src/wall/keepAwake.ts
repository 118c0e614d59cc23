/** Keeps the screen from going dark while the page is looked at; returns how to stop. Where a browser cannot, the device's own settings have to. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined
  let over = false
  const ask = async (): Promise<void> => {
    if (over || document.visibilityState !== 'visible' || lock?.released === false) return
    try {
      const held = await navigator.wakeLock?.request('screen')
      if (over) await held?.release()
      else lock = held
    } catch {
      // Refused, as with an empty battery; asked for again when the page comes into view again.
    }
  }
  const asked = (): void => void ask()
  // The browser takes the lock back whenever the page goes out of view.
  document.addEventListener('visibilitychange', asked)
  asked()
  return () => {
    over = true
    document.removeEventListener('visibilitychange', asked)
    void lock?.release()
  }
}
