import { type RefObject, useLayoutEffect, useState } from 'react'

/** How many of the list's entries can be seen wholly; the first is shown even where it is too large. */
export function fitting(bottoms: readonly number[], height: number): number {
  const cut = bottoms.findIndex((bottom) => bottom > height)
  return cut < 0 ? bottoms.length : Math.max(1, cut)
}

/**
 * Counts the entries of a list that its room can show, anew whenever it is drawn or the screen changes. The others must
 * keep their room while they are hidden, or the count would change with what it hides.
 */
export function useFitting(list: RefObject<HTMLElement | null>): number {
  const [count, setCount] = useState(Number.POSITIVE_INFINITY)
  const [, setDrawn] = useState(0)
  useLayoutEffect(() => {
    const room = list.current
    if (!room) return
    const bottoms = [...room.children].map((child) => {
      const { offsetTop, offsetHeight } = child as HTMLElement
      return offsetTop + offsetHeight - room.offsetTop
    })
    setCount(fitting(bottoms, room.clientHeight))
  })
  useLayoutEffect(() => {
    const again = (): void => setDrawn((n) => n + 1)
    addEventListener('resize', again)
    return () => removeEventListener('resize', again)
  }, [])
  return count
}
