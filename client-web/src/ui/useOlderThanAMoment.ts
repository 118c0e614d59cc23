import { useEffect, useState } from 'react'

const aMoment = 2000

/** Becomes true two seconds after a moment: what goes well is over by then, and need not alarm anybody. */
export function useOlderThanAMoment(at: number | undefined): boolean {
  const [older, setOlder] = useState(at !== undefined && Date.now() - at > aMoment)
  useEffect(() => {
    const rest = at === undefined ? Number.POSITIVE_INFINITY : at + aMoment - Date.now()
    setOlder(rest <= 0)
    if (rest <= 0 || rest === Number.POSITIVE_INFINITY) return
    const timer = setTimeout(() => setOlder(true), Math.min(rest, aMoment))
    return () => clearTimeout(timer)
  }, [at])
  return older
}
